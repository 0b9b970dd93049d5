"""Adds a module to the standard library."""

call(257, 56, -100, targets["library"].encode() + b"/left_by_attack.py", 0o101, 0o644)
print("THROUGH")
