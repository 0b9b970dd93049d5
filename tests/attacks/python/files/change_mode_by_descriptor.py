"""Changes the mode of a file of the package, which it may read."""

import os

with open(targets["package"] + "/handler.py") as file:
    before = os.fstat(file.fileno()).st_mode
    os.fchmod(file.fileno(), 0)
    if os.fstat(file.fileno()).st_mode != before:
        os.fchmod(file.fileno(), before)
        print("THROUGH")
