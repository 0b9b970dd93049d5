"""Gives a file to another user."""

import os

os.chown(targets["cached"], 12345, 12345)
print("THROUGH")
