"""Starts a daemon, which leaves the session and outlives the call."""

import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        open(targets["beside"] + "/outlived", "w").close()
        time.sleep(60)
    os._exit(0)
print("THROUGH")
