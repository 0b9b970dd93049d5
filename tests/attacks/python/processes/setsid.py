"""Leaves its session and its group, so that killing the group misses it."""

import os

os.setpgid(0, os.getppid())
print("THROUGH")
