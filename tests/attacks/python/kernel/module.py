"""Loads a module of the kernel."""

call(313, 273, 0, b"", 0)
print("THROUGH")
