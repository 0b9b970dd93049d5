"""Leads to a secret file by the working folder of the parent."""

import os

print("THROUGH", os.listdir(f"/proc/{os.getppid()}/cwd/"))
