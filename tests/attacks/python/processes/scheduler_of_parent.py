"""Gives its parent another scheduler."""

import struct

call(144, 119, targets["victim"], 3, struct.pack("i", 0))
print("THROUGH")
