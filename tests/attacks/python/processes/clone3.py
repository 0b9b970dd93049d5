"""Starts a process by clone3."""

import ctypes

call(435, 435, ctypes.create_string_buffer(bytes(88)), 88)
print("THROUGH")
