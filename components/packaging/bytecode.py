"""Compiles Python files ahead, because a function's folder is read-only and each cold start would compile them again.

Bytecode of one Python is of no use to another. The Python that runs this compiles for the laptop stack, and for AWS where it has
the version of the functions; else an interpreter of that version on PATH does. Nothing is downloaded for it.
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

# unchecked-hash: never compares dates, which a zip doesn't keep.
_COMPILE = ("-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash")

# Where AWS unpacks a package. Without it the bytecode would hold the path of the build folder, and differ from build to build.
_IN_LAMBDA = "/var/task"

# Bytecode has the same form in all final releases of a version, and another one in those before and where there is no global lock.
_WHAT_IT_IS = (
    "import sys; i = sys.implementation; print(i.name, i.cache_tag + sys.abiflags, sys.version_info.releaselevel, sys.version)"
)


def compiler(target: Target) -> str:
    """What compiles for the target, for a cache's key; `none` if nothing does."""
    python = _python(target.python)
    return version_of(python) if python else "none"


def hint(source: Source, target: Target) -> str | None:
    """What to say of a package that gets no bytecode."""
    if _python(target.python):
        return None
    return (
        f"{source.name} gets no bytecode, which doubles the time of its cold starts: only Python {target.python} can make it, and "
        f"this is {running_python()}. Deploy with Python {target.python}, or install it so that python{target.python} is on PATH"
    )


def compile_packages(folder: Path, source: Source, target: Target) -> None:
    """Files that don't compile stay as they are: some packages carry templates and code for other Pythons."""
    python = _python(target.python)
    if python and source.settings().bytecode_only:
        _compile(python, folder, "-b")
        for name, path in files_of(folder, ignore=()).items():
            if name.endswith(".py") and path.with_suffix(".pyc").is_file():
                path.unlink()
    elif python:
        _compile(python, folder)


def compile_own(folder: Path, source: Source, target: Target) -> None:
    """Raises BuildError for a file with a syntax error."""
    python = _python(target.python)
    if python and (complaint := _compile(python, folder)):
        raise BuildError(f"the function {source.name} ({source.needed_by}) doesn't compile:\n{complaint}")


def _compile(python: str, folder: Path, *options: str) -> str:
    """What the compiler says against the folder's files; empty if nothing.

    One process in a fixed order with a fixed hash seed, because marshalled code depends on what the process has interned before.
    """
    command = [python, *_COMPILE, *options, "-s", str(folder), "-p", _IN_LAMBDA, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, env={**_environment(), "PYTHONHASHSEED": "0"}, check=False)
    return (done.stdout + done.stderr).strip() if done.returncode else ""


def _python(version: str) -> str | None:
    """An interpreter of the version, like `3.13`: the running one, or the one on PATH."""
    if version == running_python():
        return sys.executable
    found = shutil.which(f"python{version}")
    wanted = f"cpython cpython-{version.replace('.', '')} final {version}."
    return found if found and version_of(found).startswith(wanted) else None


@functools.cache
def version_of(python: str) -> str:
    """In one line; empty for what is no Python, like a launcher of one that isn't installed."""
    done = subprocess.run([python, "-c", _WHAT_IT_IS], capture_output=True, text=True, env=_environment(), check=False)
    return " ".join(done.stdout.split()) if done.returncode == 0 else ""


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
