"""Looks for the role's credentials in the memory of its parent."""

import os

parent = os.getppid()
with open(f"/proc/{parent}/maps") as maps, open(f"/proc/{parent}/mem", "rb", 0) as memory:
    print("THROUGH", maps.readline())

# --- a later run ---

1
