"""Asks for a key."""

call(249, 218, b"user", b"left-by-attack", 0, -4)
print("THROUGH")
