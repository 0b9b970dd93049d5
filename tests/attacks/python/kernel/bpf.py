"""Loads a program into the kernel."""

call(321, 280, 0, 0, 0)
print("THROUGH")
