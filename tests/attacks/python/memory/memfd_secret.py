"""Holds memory that even the kernel doesn't see."""

call(447, 447, 0)
print("THROUGH")
