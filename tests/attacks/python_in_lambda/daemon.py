"""Leaves a daemon in a session of its own, which ignores signals."""

import os
import signal
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in range(1, 32):
            if number not in (9, 19):
                signal.signal(number, signal.SIG_IGN)
        os.execv("/bin/sleep", ["left-by-attack", "300"])
    os._exit(0)
time.sleep(0.2)

# --- a later run ---

import glob

for path in glob.glob("/proc/[0-9]*/cmdline"):
    try:
        with open(path, "rb") as file:
            if b"left-by-attack" in file.read():
                print("THROUGH", path)
    except OSError:
        pass
