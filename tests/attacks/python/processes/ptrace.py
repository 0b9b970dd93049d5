"""Follows another process as a debugger does."""

call(101, 117, 16, targets["victim"], 0, 0)
print("THROUGH")
