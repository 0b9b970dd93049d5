"""Ends the function that runs it."""

import os

os.kill(os.getppid(), 9)
print("THROUGH")
