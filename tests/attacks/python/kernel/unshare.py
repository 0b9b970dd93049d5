"""Makes a namespace of users."""

call(272, 97, 0x10000000)
print("THROUGH")
