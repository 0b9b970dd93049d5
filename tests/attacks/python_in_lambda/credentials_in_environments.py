"""Looks for the role's credentials in the environments of all processes."""

import glob
import os

wanted = "".join(targets["halves"]).encode()
for path in glob.glob("/proc/[0-9]*/environ"):
    try:
        with open(path, "rb") as file:
            if wanted in file.read():
                print("THROUGH", path)
    except OSError:
        pass

# --- a later run ---

1
