"""Reads the machine's list of users."""

print("THROUGH", open("/etc/passwd").read(100))
