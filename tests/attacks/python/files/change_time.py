"""Changes the time of a file, by which a build may look."""

import os

before = os.stat(targets["cached"]).st_mtime
os.utime(targets["cached"], (1, 1))
if os.stat(targets["cached"]).st_mtime != before:
    print("THROUGH")
