"""Makes a secret file readable to all."""

import os

before = os.stat(targets["npmrc"]).st_mode
os.chmod(targets["npmrc"], 0o777)
if os.stat(targets["npmrc"]).st_mode != before:
    print("THROUGH")
