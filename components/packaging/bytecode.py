"""Compiles Python files ahead, because a function's folder is read-only and each cold start would compile them again.

Bytecode fits only the version of Python that compiled it. The running Python compiles for the laptop stack. It also compiles for
AWS if it has the version of the functions. If not, an interpreter of that version on PATH does. Nothing is downloaded.
"""

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

from components.packaging.errors import BuildError
from components.packaging.source import Source, files_of
from components.packaging.target import Target, running_python

# unchecked-hash: Python doesn't compare dates, because a zip doesn't keep them.
_COMPILE = ("-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash")

# The folder where AWS unpacks a package. Without it the bytecode would hold the path of the build folder, which changes.
_IN_LAMBDA = "/var/task"

# All final releases of a version share one form of bytecode. Releases before them, and builds without a global lock, have others.
_WHAT_IT_IS = (
    "import sys; i = sys.implementation; print(i.name, i.cache_tag + sys.abiflags, sys.version_info.releaselevel, sys.version)"
)


def compiler(target: Target) -> str:
    """Return the version of the Python that compiles for the target, or `none`. It is a part of a cache's key."""
    python = _python(target.python)
    return version_of(python) if python else "none"


def hint(source: Source, target: Target) -> str | None:
    """Return advice for a package that gets no bytecode, or None if it gets bytecode."""
    if _python(target.python):
        return None
    return (
        f"{source.name} gets no bytecode, which doubles the time of its cold starts: only Python {target.python} can make it, and "
        f"this is {running_python()}. Deploy with Python {target.python}, or install it so that python{target.python} is on PATH"
    )


def compile_packages(folder: Path, source: Source, target: Target) -> None:
    """Compile the installed packages in a folder.

    Files that don't compile stay as they are: some packages carry templates, and code for other Pythons.
    """
    python = _python(target.python)
    if python and source.settings().bytecode_only:
        _compile(python, folder, "-b")
        for name, path in files_of(folder, ignore=()).items():
            if name.endswith(".py") and path.with_suffix(".pyc").is_file():
                path.unlink()
    elif python:
        _compile(python, folder)


def compile_own(folder: Path, source: Source, target: Target) -> None:
    """Compile the function's own files in a folder. Raises BuildError for a file with a syntax error."""
    python = _python(target.python)
    if python and (complaint := _compile(python, folder)):
        raise BuildError(f"the function {source.name} ({source.needed_by}) doesn't compile:\n{complaint}")


def _compile(python: str, folder: Path, *options: str) -> str:
    """Compile the files in a folder. Return the compiler's complaints, or an empty text.

    One process compiles all files, in a fixed order and with a fixed hash seed: marshalled code depends on what the process has
    interned before.
    """
    command = [python, *_COMPILE, *options, "-s", str(folder), "-p", _IN_LAMBDA, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, env={**_environment(), "PYTHONHASHSEED": "0"}, check=False)
    return (done.stdout + done.stderr).strip() if done.returncode else ""


def _python(version: str) -> str | None:
    """Return an interpreter of a version like `3.13`: the running one, the one on PATH, or None."""
    if version == running_python():
        return sys.executable
    found = shutil.which(f"python{version}")
    wanted = f"cpython cpython-{version.replace('.', '')} final {version}."
    return found if found and version_of(found).startswith(wanted) else None


@functools.cache
def version_of(python: str) -> str:
    """Return the version of a Python in one line.

    Return an empty text for a program that is no Python, like a launcher of a Python that isn't installed.
    """
    done = subprocess.run([python, "-c", _WHAT_IT_IS], capture_output=True, text=True, env=_environment(), check=False)
    return " ".join(done.stdout.split()) if done.returncode == 0 else ""


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
