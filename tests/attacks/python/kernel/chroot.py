"""Changes its root."""

call(161, 51, b".")
print("THROUGH")
