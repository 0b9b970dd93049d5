"""Reads a file of another run."""

with open(targets["other_run"]) as file:
    print("THROUGH", file.read())
