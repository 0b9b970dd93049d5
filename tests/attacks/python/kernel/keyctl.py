"""Reads the keyring of the user."""

call(250, 219, 0, -4, 1)
print("THROUGH")
