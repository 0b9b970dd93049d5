"""Holds memory in a file without a name."""

call(319, 279, b"x", 0)
print("THROUGH")
