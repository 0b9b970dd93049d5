"""Empties a file that it may not write."""

call(76, 45, targets["cached"].encode(), 0)
print("THROUGH")
