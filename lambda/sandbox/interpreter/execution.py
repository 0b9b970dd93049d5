"""Executes code once: makes a folder, runs the child process in it, reads the files that it left, and removes the folder."""

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from interpreter import left, outcome, process
from interpreter.confinement import hide_process
from interpreter.limits import MB, Limits
from interpreter.own_folder import OwnFolder, own_folder

PACKAGES = Path(__file__).parent.parent
"""The function's own folder. The packages that the code can import lie beside the handler."""

FONTS = "matplotlib-cache"
"""The folder of the package with matplotlib's list of fonts, which takes it seconds to make. `prepare.py` writes it."""

FOLDERS = ("out", "cwd", "matplotlib")
"""The folders of one execution."""


def execute(
    code: str, limits: Limits, files: Mapping[str, BinaryIO] | None = None, packages: Path = PACKAGES
) -> tuple[process.Ended, outcome.Outcome]:
    """Run the code. Nothing that the code does in its folder raises an error here.

    files: the files that the code finds in its folder, by name. No name is `results`. They are copied there before the code starts,
    and are never in memory as a whole.

    Raises ConfinementError if the code could read this process's memory and environment.
    """
    hide_process()
    with own_folder() as folder, contextlib.ExitStack() as stack:
        # The folders are opened before the code runs, because the code could put something else in their place.
        out, cwd, matplotlib = (folder.make(name) for name in FOLDERS)
        for descriptor in (out, cwd, matplotlib):
            stack.callback(os.close, descriptor)
        _write(process.CODE, folder.descriptor, [code.encode("utf-8", "surrogatepass")])
        for name, file in (files or {}).items():
            _write(name, cwd, _parts(file))
        for fonts in (packages / FONTS).glob("*.json"):
            _write(fonts.name, matplotlib, [fonts.read_bytes()])
        os.mkdir(left.RESULTS, dir_fd=cwd)
        before = left.stamps(cwd)
        ended = process.run(folder.path, folder.descriptor, limits, packages)
        found = outcome.read_outcome(out, cwd, before, ended, limits)
        return ended, replace(found, notes=[*found.notes, *_not_kept(folder)])


def _parts(file: BinaryIO) -> Iterator[bytes]:
    while part := file.read(MB):
        yield part


def _write(name: str, folder: int, parts: Iterable[bytes]) -> None:
    descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600, dir_fd=folder)
    with os.fdopen(descriptor, "wb") as file:
        for part in parts:
            file.write(part)


def _not_kept(folder: OwnFolder) -> list[str]:
    names = sorted(set(os.listdir(folder.descriptor)) - {*FOLDERS, process.CODE})
    return [f"Not kept: {', '.join(left.shown(f'../{name}') for name in names[:5])}. Write to the working folder."] if names else []
