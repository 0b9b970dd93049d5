"""Changes a file of the build's cache, around Python's own checks."""

fd = call(257, 56, -100, targets["cached"].encode(), 1, 0)
call(1, 64, fd, b"changed", 7)
print("THROUGH")
