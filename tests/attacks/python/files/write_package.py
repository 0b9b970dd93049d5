"""Writes into the package beside the code's own folder."""

import os

with open(os.open(targets["package"] + "/numpy/left_by_attack.py", os.O_CREAT | os.O_WRONLY), "w") as file:
    file.write("1")
print("THROUGH")
