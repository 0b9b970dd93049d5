"""Opens a file system."""

call(430, 430, b"tmpfs", 0)
print("THROUGH")
