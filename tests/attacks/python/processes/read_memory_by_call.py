"""Reads another process by process_vm_readv."""

call(310, 270, targets["victim"], 0, 0, 0, 0, 0)
print("THROUGH")
