"""Takes a lease on a file, so that others wait."""

import fcntl

with open(targets["package"] + "/handler.py") as file:
    fcntl.fcntl(file, 1024, fcntl.F_RDLCK)
    print("THROUGH")
