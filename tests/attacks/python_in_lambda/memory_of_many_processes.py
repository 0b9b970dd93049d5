"""Takes more memory than it may, by several processes."""

import os
import time

for number in range(5):
    if os.fork() == 0:
        held = bytearray(300 * 2**20)
        for at in range(0, len(held), 4096):
            held[at] = 1
        time.sleep(30)
        os._exit(0)
time.sleep(12)
print("THROUGH")

# --- a later run ---

1
