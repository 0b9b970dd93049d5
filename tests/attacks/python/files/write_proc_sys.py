"""Changes a setting of the kernel."""

fd = call(257, 56, -100, b"/proc/sys/vm/drop_caches", 1, 0)
call(1, 64, fd, b"1", 1)
print("THROUGH")
