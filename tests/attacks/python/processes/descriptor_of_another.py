"""Takes a descriptor of another process."""

fd = call(434, 434, targets["victim"], 0)
call(438, 438, fd, 0, 0)
print("THROUGH")
