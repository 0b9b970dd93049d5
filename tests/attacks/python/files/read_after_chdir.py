"""Goes to another folder, and reads by a relative path."""

call(80, 49, targets["npmrc"].rpartition("/")[0].encode())
fd = call(257, 56, -100, targets["npmrc"].rpartition("/")[2].encode(), 0, 0)
print("THROUGH")
