"""The spelling of this command in messages, so that a printed command works as it is."""

import os
import shlex
import shutil
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
PATH = os.environ.get("PATH", os.defpath)
"""The one of the reader's shell: this process's own gets the environment of the laptop stack, which has `agent` on it."""


def agent(arguments: str = "") -> str:
    """Return `agent` with these arguments if it is on the PATH. Otherwise return the path from here to the project's script of that
    name.
    """
    found = shutil.which("agent", path=PATH)
    installed = Path(sys.prefix) / "bin" / "agent"
    if found and installed.exists() and Path(found).samefile(installed):
        name = "agent"
    elif Path.cwd() == PROJECT:
        name = "./agent"
    else:
        name = shlex.quote(str(PROJECT / "agent"))
    return f"{name} {arguments}".rstrip()
