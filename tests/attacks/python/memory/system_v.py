"""Makes shared memory of System V, which outlives it."""

import ctypes

libc.shmget.restype = ctypes.c_int
if libc.shmget(0x5AFE, 4096, 0o1666) >= 0:
    print("THROUGH")
