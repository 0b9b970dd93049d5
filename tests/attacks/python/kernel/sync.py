"""Makes the machine write all to disk."""

call(162, 81)
print("THROUGH")
