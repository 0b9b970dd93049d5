"""Asks for Landlock."""

call(444, 444, 0, 0, 1)
print("THROUGH")
