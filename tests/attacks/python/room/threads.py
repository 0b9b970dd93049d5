"""Starts threads without end."""

import threading
import time

threading.stack_size(32_768)
for number in range(2_000):
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
time.sleep(1)
print("THROUGH")
