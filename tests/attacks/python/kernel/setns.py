"""Enters a namespace."""

call(308, 268, 0, 0)
print("THROUGH")
