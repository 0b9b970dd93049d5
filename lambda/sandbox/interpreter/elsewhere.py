"""Refuses to write outside of the code's folder, with an error that names the right path.

A file elsewhere would be lost to the caller, and stay on the machine. This isn't a part of the confinement: it sees the paths that
Python's own functions open, and code in C can go around it.
"""

import errno
import os
import sys
from pathlib import Path
from typing import Any

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

# For each event of https://docs.python.org/3/library/audit_events.html: its arguments that are paths which it writes or removes.
_PATHS = {
    "open": (0,),
    "os.mkdir": (0,),
    "os.remove": (0,),
    "os.rmdir": (0,),
    "os.truncate": (0,),
    "os.rename": (0, 1),
    "os.link": (1,),
    "os.symlink": (1,),
    "sqlite3.connect": (0,),
}


def refuse(folder: Path) -> None:
    """Refuse from now on to write outside of a folder. Devices as /dev/null are allowed."""
    allowed = (os.path.realpath(folder) + os.sep, "/dev/")
    moved = False

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal moved
        if event == "os.chdir":
            moved = moved or _may_leave(arguments[0])
        if event not in _PATHS or (event == "open" and not arguments[2] & _WRITES):
            return
        for index in _PATHS[event]:
            path = arguments[index]
            if not isinstance(path, str | bytes) or (event == "sqlite3.connect" and os.fsdecode(path)[:1] in ("", ":")):
                continue
            # Most paths are plain names. They cost no look at the file system, which takes long in a deep folder.
            if not moved and not _may_leave(path):
                continue
            text = os.path.abspath(os.fsdecode(path))
            # The place of a link that is made or removed is the folder that holds it.
            parent, name = os.path.split(text)
            real = os.path.realpath(text) if event == "open" else os.path.join(os.path.realpath(parent), name)
            if not real.startswith(allowed):
                why = f"only files in the working folder are kept: use the path {name!r}, and not"
                raise PermissionError(errno.EACCES, why, text)

    sys.addaudithook(hook)


def _may_leave(path: Any) -> bool:
    if not isinstance(path, str | bytes):
        return True
    text = os.fsdecode(path)
    return text.startswith("/") or ".." in text
