"""Changes how the kernel treats it."""

call(135, 92, 0x0040000)
print("THROUGH")
