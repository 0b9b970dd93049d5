"""Lets a change of a folder send a signal (F_NOTIFY)."""

import os

fd = os.open(".", os.O_RDONLY)
call(72, 25, fd, 1026, 2)
print("THROUGH")
