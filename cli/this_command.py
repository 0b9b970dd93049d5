"""How the reader of a message types this command, so that a command in a message works as it is printed."""

import shlex
import shutil
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]


def agent(arguments: str = "") -> str:
    """`agent` with these arguments, where it is on the PATH; else the path from here to the script of that name in the project."""
    found = shutil.which("agent")
    installed = Path(sys.prefix) / "bin" / "agent"
    if found and installed.exists() and Path(found).samefile(installed):
        name = "agent"
    elif Path.cwd() == PROJECT:
        name = "./agent"
    else:
        name = shlex.quote(str(PROJECT / "agent"))
    return f"{name} {arguments}".rstrip()
