"""Moves another run's file into its own folder."""

call(264, 38, -100, targets["other_run"].encode(), -100, b"mine")
print("THROUGH")
