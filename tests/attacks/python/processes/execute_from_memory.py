"""Becomes a program that has no file."""

call(322, 281, 3, b"", 0, 0, 0x1000)
print("THROUGH")
