"""Sends a signal by a descriptor of a process."""

fd = call(434, 434, targets["victim"], 0)
call(424, 424, fd, 0, 0, 0)
print("THROUGH")
