"""Makes semaphores of System V."""

if libc.semget(0x5AFE, 1, 0o1666) >= 0:
    print("THROUGH")
