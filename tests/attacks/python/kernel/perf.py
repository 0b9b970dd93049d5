"""Measures the machine."""

call(298, 241, 0, 0, -1, -1, 0)
print("THROUGH")
