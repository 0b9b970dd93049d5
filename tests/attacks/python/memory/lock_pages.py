"""Keeps memory from being swapped."""

call(151, 230, 1)
print("THROUGH")
