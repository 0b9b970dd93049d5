"""Lowers a limit of its parent."""

import os
import resource

resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (1, 1))
print("THROUGH")
