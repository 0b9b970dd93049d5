"""Makes a system call by the interface x32."""

call(0x40000000 + 41, 0x40000000 + 198, 1, 1, 0)
print("THROUGH")
