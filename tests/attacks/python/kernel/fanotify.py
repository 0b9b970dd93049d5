"""Watches all files."""

call(300, 262, 0, 0)
print("THROUGH")
