"""Asks for signals of input by O_ASYNC alone."""

import fcntl
import os

r, w = os.pipe()
fcntl.fcntl(r, fcntl.F_SETFL, os.O_ASYNC)
print("THROUGH")
