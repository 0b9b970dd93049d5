"""Watches the names of files that others open."""

fd = call(294, 26, 0)
call(254, 27, fd, os.path.dirname(targets["other_run"]).encode(), 0xFFF)
print("THROUGH")
