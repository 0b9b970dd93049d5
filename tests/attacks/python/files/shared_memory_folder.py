"""Leaves a file in /dev/shm."""

call(257, 56, -100, b"/dev/shm/left_by_attack", 0o101, 0o644)
print("THROUGH")
