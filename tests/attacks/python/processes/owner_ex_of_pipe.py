"""The same by F_SETOWN_EX."""

import os
import struct

r, w = os.pipe()
call(72, 25, r, 15, struct.pack("ii", 1, targets["victim"]))
print("THROUGH")
