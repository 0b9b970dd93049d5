"""Puts a link in the place of its own folder, so that the parent would empty another one."""

import os

own = os.path.dirname(os.getcwd()).encode()
other = os.path.dirname(targets["other_run"]).encode()
call(264, 38, -100, b"../cwd", -100, b"../was")
call(266, 36, other, -100, b"../cwd")
call(264, 38, -100, own, -100, own + b"-moved")
call(266, 36, other, -100, own)
print("THROUGH")
