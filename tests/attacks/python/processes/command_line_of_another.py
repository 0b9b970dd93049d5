"""Reads the command line of another process."""

print("THROUGH", open(f"/proc/{targets['victim']}/cmdline", "rb").read())
