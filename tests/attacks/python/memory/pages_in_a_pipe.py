"""Keeps pages of memory in a pipe after it has given the memory back."""

import os

r, w = os.pipe()
call(278, 75, w, 0, 0, 0)
print("THROUGH")
