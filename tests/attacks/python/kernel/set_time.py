"""Changes the clock."""

call(227, 112, 0, bytes(16))
print("THROUGH")
