"""Sets an extended attribute of a file."""

import os

os.setxattr(targets["cached"], "user.left", b"1")
print("THROUGH")
