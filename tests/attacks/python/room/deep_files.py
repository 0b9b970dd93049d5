"""Hides big files in deep folders."""

import os
import time

for number in range(100):
    os.mkdir("d")
    os.chdir("d")
    with open("x", "wb") as file:
        os.posix_fallocate(file.fileno(), 0, 16 * 2**20)
time.sleep(3)
print("THROUGH")
