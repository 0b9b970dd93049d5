"""Installs a filter of its own."""

call(317, 277, 1, 0, 0)
print("THROUGH")
