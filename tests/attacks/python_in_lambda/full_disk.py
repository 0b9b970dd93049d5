"""Fills the disk for later runs."""

import os

for number in range(2_000):
    with open(f"{number}", "wb") as file:
        os.posix_fallocate(file.fileno(), 0, 16 * 2**20)

# --- a later run ---

import os

about = os.statvfs("/tmp")
if about.f_bavail * 10 < about.f_blocks * 9:
    print("THROUGH", about)
