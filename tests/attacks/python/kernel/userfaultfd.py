"""Handles its own faults of memory."""

call(323, 282, 0)
print("THROUGH")
