"""Reads the kernel's log."""

call(103, 116, 10, 0, 0)
print("THROUGH")
