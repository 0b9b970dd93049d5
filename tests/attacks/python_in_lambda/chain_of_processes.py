"""Starts processes without end, each of which starts the next one and ends."""

import os
import time

if os.fork() == 0:
    os.setsid()
    while True:
        if os.fork():
            os._exit(0)
time.sleep(0.5)

# --- a later run ---

import glob
import os

parent = os.getppid()
for path in glob.glob("/proc/[0-9]*/status"):
    try:
        number = int(path.split("/")[2])
        with open(f"/proc/{number}/cmdline", "rb") as file:
            if b"child.py" in file.read() and number != os.getpid():
                print("THROUGH", path)
    except OSError:
        pass
