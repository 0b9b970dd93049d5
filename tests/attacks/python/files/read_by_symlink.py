"""Leads to a secret file by a link."""

import os

os.symlink(targets["npmrc"], "mine")
print("THROUGH", open("mine").read())
