"""Makes system calls by io_uring."""

call(425, 425, 1, bytes(120))
print("THROUGH")
