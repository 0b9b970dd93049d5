"""Starts a process by clone without the flag of a thread."""

if call(56, 220, 17, 0, 0, 0, 0) == 0:
    import os

    os._exit(0)
print("THROUGH")
