"""Starts a process."""

import os

if os.fork():
    print("THROUGH")
