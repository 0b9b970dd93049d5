"""Reads a file with API keys."""

with open(targets["env"]) as file:
    print("THROUGH", file.read())
