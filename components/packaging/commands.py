"""Finds and runs the compilers and package managers that are not Python's."""

import functools
import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from components.packaging.errors import BuildError, MissingToolError
from components.packaging.source import Source

LAST_LINES = 25


@dataclass(frozen=True)
class Program:
    """A program that has to be on this machine."""

    name: str
    """The program's name on PATH."""
    oldest: tuple[int, ...]
    """The oldest version that works."""
    version_argument: str
    """The argument that makes the program print its version."""
    install: str
    """One sentence that tells how to install the program."""


def version(program: Program, source: Source) -> str:
    """Return the version of the program on PATH, like `1.95.0`.

    Raises MissingToolError if there is none, or if it is too old.
    """
    path = shutil.which(program.name)
    need = (
        f"{source.needed_by} needs the function {source.name}, which is written in {source.language}, and building it needs "
        f"{program.name} {'.'.join(map(str, program.oldest))} or newer"
    )
    if path is None:
        raise MissingToolError(f"{need}, which isn't on this machine. {program.install}")
    found = _version(path, program.version_argument)
    if tuple(map(int, found.split("."))) < program.oldest:
        raise MissingToolError(f"{need}; {path} is {found or 'of an unknown version'}. {program.install}")
    return found


def version_on_path(program: Program) -> str | None:
    """Return the version of the program on PATH, like `1.95.0`, or None if there is none."""
    path = shutil.which(program.name)
    return _version(path, program.version_argument) if path else None


@functools.cache
def _version(path: str, argument: str) -> str:
    done = subprocess.run([path, argument], capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    # The first release of a JDK has a number without a dot.
    found = re.search(r"\d+(?:\.\d+)+", said) or re.search(r"\b\d+\b", said)
    return found[0] if found else "0"


def run(
    command: Sequence[str | Path],
    folder: Path,
    source: Source,
    environment: Mapping[str, str] | None = None,
    hints: Mapping[str, str] | None = None,
) -> str:
    """Run a command, and return its output.

    environment: variables to add to this process's own.
    hints: advice for the error, by the words in the output that call for it.

    Raises BuildError with the last lines of the output if the command fails.
    """
    done = subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        last = "\n".join(done.stdout.strip().splitlines()[-LAST_LINES:])
        hint = next((f"\n{hint}" for words, hint in (hints or {}).items() if words in done.stdout), "")
        raise BuildError(
            f"{source.needed_by} needs the function {source.name}, and building it failed: "
            f"`{' '.join(map(str, command))}` ended with {done.returncode}:\n{last}{hint}"
        )
    return done.stdout
