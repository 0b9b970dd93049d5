"""Compiles Python files ahead, because a function's folder is read-only and each cold start would compile them again.

Bytecode of one Python is of no use to another, so a package gets it where the Python that runs this is the one that will run the
function. That is always so for the laptop stack; for AWS, deploy with Python 3.13 to get the faster starts.
"""

import os
import subprocess
import sys
from pathlib import Path

from components.builds.errors import BuildError
from components.builds.source import Source
from components.builds.target import Target, running_python

# unchecked-hash: never compares dates, which a zip doesn't keep.
_COMPILE = (sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash")

# Where AWS unpacks a package. Without it the bytecode would hold the path of the build folder, and differ from build to build.
_IN_LAMBDA = "/var/task"


def compiler(target: Target) -> str:
    """What compiles for the target, for a cache's key; `none` if nothing does."""
    return sys.version if target.python == running_python() else "none"


def compile_packages(folder: Path, target: Target) -> None:
    """Files that don't compile stay as they are: some packages carry templates and code for other Pythons."""
    if compiler(target) != "none":
        _compile(folder)


def compile_own(folder: Path, target: Target, source: Source) -> None:
    """Raises BuildError for a file with a syntax error."""
    if compiler(target) != "none" and (complaint := _compile(folder)):
        raise BuildError(f"the function {source.name} ({source.needed_by}) doesn't compile:\n{complaint}")


def _compile(folder: Path) -> str:
    """What the compiler says against the folder's files; empty if nothing.

    One process in a fixed order with a fixed hash seed, because marshalled code depends on what the process has interned before.
    """
    command = [*_COMPILE, "-s", str(folder), "-p", _IN_LAMBDA, str(folder)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment["PYTHONHASHSEED"] = "0"
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    return (done.stdout + done.stderr).strip() if done.returncode else ""
