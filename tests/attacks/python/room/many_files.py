"""Fills the disk with files of the allowed size."""

import os

for number in range(2_000):
    with open(f"{number}", "wb") as file:
        os.posix_fallocate(file.fileno(), 0, 16 * 2**20)
print("THROUGH")
