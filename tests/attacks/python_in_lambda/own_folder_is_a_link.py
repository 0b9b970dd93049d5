"""Puts a link to the package in the place of its own folder."""

import os

own = os.path.dirname(os.getcwd()).encode()
call(264, 38, -100, own, -100, own + b"-moved")
call(266, 36, b"/var/task", -100, own)

# --- a later run ---

import os

if not os.path.exists("/var/task/handler.py"):
    print("THROUGH")
