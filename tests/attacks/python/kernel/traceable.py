"""Lets others look into it, by prctl."""

if libc.prctl(4, 1, 0, 0, 0) == 0 or libc.prctl(36, 1, 0, 0, 0) == 0:
    print("THROUGH")
