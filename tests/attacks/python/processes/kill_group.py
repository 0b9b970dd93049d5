"""Ends the group of another process."""

call(62, 129, -targets["victim"], 0)
print("THROUGH")
