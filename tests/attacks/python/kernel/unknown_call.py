"""Makes a system call that is newer than the filter."""

call(462, 462, 0)
print("THROUGH")
