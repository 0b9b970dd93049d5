"""Reads a file with a registry's token."""

with open(targets["npmrc"]) as file:
    print("THROUGH", file.read())
