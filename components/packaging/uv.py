"""Runs uv, which installs locked Python packages for this machine and for others."""

import functools
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path

from components.packaging.errors import BuildError, MissingToolError
from components.packaging.locks import refuse_known_bad
from components.packaging.source import Source

# find_uv_bin asks sysconfig, whose first answer is wrong where two threads ask at once.
_ONE_AT_A_TIME = threading.Lock()


def find_uv(source: Source) -> str:
    """Return the path of uv, of this project's environment or else on PATH. Raises MissingToolError."""
    try:
        from uv import find_uv_bin

        with _ONE_AT_A_TIME:
            return str(find_uv_bin())
    except (ImportError, FileNotFoundError):
        on_path = shutil.which("uv")
    if on_path is None:
        raise MissingToolError(
            f"{source.needed_by} needs the function {source.name}, and building it needs uv, which isn't here. "
            f"Install this project's packages: make setup"
        )
    return on_path


@functools.cache
def version(uv: str) -> str:
    return subprocess.run([uv, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]


def install(source: Source, into: Path, locks: Iterable[Path], *options: str) -> None:
    """Put the packages of lock files into a folder. They are for the running Python unless the options name another.

    Raises BuildError, and RefusedPackageError for a release that is known to be malicious.
    """
    # --no-deps: a lock is complete, so nothing is resolved. --only-binary: no code of a source distribution runs.
    command = [find_uv(source), "pip", "install", "--quiet", "--no-deps", "--only-binary", ":all:", "--require-hashes"]
    command += ["--target", str(into), "--python", sys.executable, *options]
    locks = list(locks)
    refuse_known_bad(locks)
    for lock in locks:
        command += ["-r", str(lock)]
    environment = {**os.environ, "UV_NO_PROGRESS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode != 0:
        raise BuildError(
            f"{source.needed_by} needs the function {source.name}, and uv can't install its packages:\n{done.stderr.strip()}"
        )
