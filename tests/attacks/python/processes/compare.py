"""Compares two processes by kcmp."""

import os

call(312, 272, os.getpid(), targets["victim"], 1, 0, 0)
print("THROUGH")
