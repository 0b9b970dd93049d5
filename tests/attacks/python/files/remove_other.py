"""Removes another run's file."""

call(263, 35, -100, targets["other_run"].encode(), 0)
print("THROUGH")
