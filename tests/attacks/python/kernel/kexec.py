"""Loads another kernel."""

call(246, 104, 0, 0, 0, 0)
print("THROUGH")
