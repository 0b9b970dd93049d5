"""Follows its parent as a debugger does."""

import os

call(101, 117, 16, os.getppid(), 0, 0)
print("THROUGH")

# --- a later run ---

1
