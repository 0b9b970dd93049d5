"""Makes a file of a terabyte that has no content."""

import os

with open("x", "wb") as file:
    os.truncate(file.fileno(), 2**40)
print("THROUGH")
