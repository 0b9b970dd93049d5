"""Reads the environment of another process of the user."""

print("THROUGH", open(f"/proc/{targets['victim']}/environ", "rb").read())
