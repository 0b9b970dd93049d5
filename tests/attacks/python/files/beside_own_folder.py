"""Leaves a file beside its own folder, for a later run."""

call(257, 56, -100, targets["beside"].encode() + b"/left_by_attack", 0o101, 0o644)
print("THROUGH")
