"""Leaves a key in the keyring of the user for a later run."""

import ctypes

libc.syscall.restype = ctypes.c_long
call(248, 217, b"user", b"left-by-attack", b"secret", 6, -4)
call(248, 217, b"user", b"left-by-attack", b"secret", 6, -5)

# --- a later run ---

import ctypes

for ring in (-4, -5):
    try:
        call(250, 219, 10, ring, b"user", b"left-by-attack", 0)
        print("THROUGH", ring)
    except OSError:
        pass
