"""Changes quotas."""

call(179, 60, 0, 0, 0, 0)
print("THROUGH")
