"""Ends all processes of its user."""

call(62, 129, -1, 0)
print("THROUGH")
