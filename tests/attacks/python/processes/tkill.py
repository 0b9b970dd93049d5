"""Sends a signal to a thread of another process."""

call(200, 130, targets["victim"], 0)
print("THROUGH")
