"""Leaves a key in the keyring of the user."""

call(248, 217, b"user", b"left-by-attack", b"x", 1, -4)
print("THROUGH")
