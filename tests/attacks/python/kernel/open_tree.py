"""Clones a tree of mounts."""

call(428, 428, -100, b"/", 1)
print("THROUGH")
