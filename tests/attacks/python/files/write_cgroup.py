"""Leaves its cgroup."""

import glob

fd = call(257, 56, -100, b"/sys/fs/cgroup/memory/cgroup.procs", 1, 0)
print("THROUGH")
