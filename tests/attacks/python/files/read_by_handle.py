"""Opens a file by its handle, which needs no path."""

import ctypes

handle = ctypes.create_string_buffer((128).to_bytes(4, "little") + bytes(132))
mount = ctypes.c_int()
call(303, 264, -100, targets["npmrc"].encode(), handle, ctypes.byref(mount), 0)
print("THROUGH")
