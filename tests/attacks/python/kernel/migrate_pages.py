"""Moves the memory of another process."""

call(256, 238, targets["victim"], 1, b"\\1", b"\\1")
print("THROUGH")
