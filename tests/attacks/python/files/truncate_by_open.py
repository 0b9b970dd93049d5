"""Empties a file of the package, which it may read, by the flag O_TRUNC."""

import os

call(257, 56, -100, (targets["package"] + "/handler.py").encode(), os.O_RDONLY | os.O_TRUNC, 0)
print("THROUGH")
