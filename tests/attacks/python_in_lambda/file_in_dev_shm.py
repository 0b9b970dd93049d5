"""Leaves a file in /dev/shm for a later run."""

call(257, 56, -100, b"/dev/shm/left_by_attack", 0o101, 0o666)

# --- a later run ---

import os

for place in ("/tmp", "/var/tmp", "/dev/shm"):
    if os.path.exists(f"{place}/left_by_attack"):
        print("THROUGH")
