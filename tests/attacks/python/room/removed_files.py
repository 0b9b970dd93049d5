"""Fills the disk with files that have no name any more."""

import os
import time

held = []
for number in range(100):
    held.append(open("x", "wb"))
    os.posix_fallocate(held[-1].fileno(), 0, 16 * 2**20)
    os.remove("x")
time.sleep(3)
print("THROUGH")
