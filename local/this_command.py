"""The spelling of this command in messages, so that a printed command works as it is."""

import os
import shlex
import shutil
import sys
from pathlib import Path

from agents.folders import IS_CHECKOUT, ROOT

PATH = os.environ.get("PATH", os.defpath)
"""The one of the reader's shell: this process's own gets the environment of the laptop stack, which has `agent` on it."""


def agent(arguments: str = "") -> str:
    """Return `agent` with these arguments if it is on the PATH. Otherwise return its path: that of the installed program, or of a
    checkout's script.
    """
    found = shutil.which("agent", path=PATH)
    installed = Path(sys.prefix) / "bin" / "agent"
    if found and installed.exists() and Path(found).samefile(installed):
        name = "agent"
    elif not IS_CHECKOUT:
        name = shlex.quote(str(installed))
    elif Path.cwd() == ROOT:
        name = "./agent"
    else:
        name = shlex.quote(str(ROOT / "agent"))
    return f"{name} {arguments}".rstrip()
