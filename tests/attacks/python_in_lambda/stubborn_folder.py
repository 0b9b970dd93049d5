"""Leaves folders that resist being removed: deep, without any mode, with odd names."""

import os

call(258, 34, -100, b"/tmp/left_by_attack", 0o777)
os.chdir("/tmp/left_by_attack")
for name in ("a\n", "..\\", "-rf", "x" * 255):
    call(258, 34, -100, name.encode(), 0o777)
for number in range(500):
    call(258, 34, -100, b"d", 0o777)
    os.chdir("d")
call(266, 36, b"/", -100, b"link")
call(268, 53, -100, b"/tmp/left_by_attack", 0)

# --- a later run ---

import os

if os.path.lexists("/tmp/left_by_attack"):
    print("THROUGH")
