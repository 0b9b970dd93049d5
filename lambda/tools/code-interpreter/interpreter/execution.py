"""Executes code once: makes a folder, runs the child process in it, reads the files that it left, and removes the folder."""

import contextlib
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from interpreter import left, outcome, process
from interpreter.files import RESULTS
from interpreter.limits import Limits

PACKAGES = Path(__file__).parent.parent
"""The function's own folder. The packages that the code can import lie beside the handler."""

FOLDERS = ("out", "cwd", "matplotlib")
"""The folders of one execution."""


def execute(
    code: str, limits: Limits, files: Mapping[str, BinaryIO] | None = None, packages: Path = PACKAGES
) -> tuple[process.Ended, outcome.Outcome]:
    """Run the code. Nothing that the code does in its folder raises an error here.

    files: the files that the code finds in its folder, by name. No name is `results`. They are copied there before the code starts,
    and are never in memory as a whole.
    """
    with _folder() as folder:
        for child_folder in FOLDERS:
            (folder / child_folder).mkdir()
        for name, file in (files or {}).items():
            with (folder / "cwd" / name).open("xb") as copy:
                shutil.copyfileobj(file, copy)
        (folder / "cwd" / RESULTS).mkdir()
        # The folders are opened before the code runs, because the code could put something else in their place.
        out = os.open(folder / "out", os.O_RDONLY | os.O_DIRECTORY)
        cwd = os.open(folder / "cwd", os.O_RDONLY | os.O_DIRECTORY)
        try:
            before = left.stamps(cwd)
            ended = process.run(code, folder, limits, packages)
            found = outcome.read_outcome(out, cwd, before, ended, limits)
            beside = sorted(set(os.listdir(folder)) - {*FOLDERS, process.CODE})
            return ended, replace(found, notes=[*found.notes, *_not_kept(beside)])
        finally:
            os.close(cwd)
            os.close(out)


def _not_kept(names: list[str]) -> list[str]:
    return (
        [f"Not kept: {', '.join(f'../{ascii(name)[1:-1]}' for name in names[:5])}. Write to the working folder."] if names else []
    )


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="execute-python-"))
    try:
        yield folder
    finally:
        with contextlib.suppress(OSError):
            _remove(folder)


def _remove(folder: Path) -> None:
    """Remove a folder of any depth. shutil.rmtree can't: it takes a stack frame and a file descriptor for each level.

    Each folder within a subfolder is moved up beside it, so no path is longer than two levels.
    """
    names = (f"removed-{number}" for number in itertools.count())
    waiting = [folder]
    while waiting:
        current = waiting.pop()
        current.chmod(0o700)
        with os.scandir(current) as entries:
            found = list(entries)
        for entry in found:
            if not entry.is_dir(follow_symlinks=False):
                os.unlink(entry.path)
            elif current == folder:
                waiting.append(Path(entry.path))
            else:
                # Moving a folder changes it, so the folder has to be writable.
                os.chmod(entry.path, 0o700)
                waiting.append(Path(entry.path).rename(_free(folder, names)))
        if current != folder:
            current.rmdir()
    folder.rmdir()


def _free(folder: Path, names: Iterator[str]) -> Path:
    return next(path for path in (folder / name for name in names) if not os.path.lexists(path))
