"""Queues a signal for another process."""

import ctypes

call(129, 138, targets["victim"], 0, ctypes.create_string_buffer(128))
print("THROUGH")
