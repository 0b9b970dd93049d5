"""Renames the machine."""

call(170, 161, b"x", 1)
print("THROUGH")
