"""Reads the memory of its parent by process_vm_readv."""

import ctypes
import os

here = ctypes.create_string_buffer(16)
local = (ctypes.c_size_t * 2)(ctypes.addressof(here), 1)
remote = (ctypes.c_size_t * 2)(0x400000, 1)
call(310, 270, os.getppid(), ctypes.byref(local), 1, ctypes.byref(remote), 1, 0)
print("THROUGH")

# --- a later run ---

1
