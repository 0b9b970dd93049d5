"""Makes a queue of messages of System V."""

if libc.msgget(0x5AFE, 0o1666) >= 0:
    print("THROUGH")
