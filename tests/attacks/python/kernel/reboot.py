"""Restarts the machine."""

call(169, 142, 0, 0, 0, 0)
print("THROUGH")
