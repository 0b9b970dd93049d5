"""One execution of a piece of code: a folder for it, the child process in it, what it left, and then nothing of the folder."""

import contextlib
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from interpreter import outcome, process
from interpreter.files import RESULTS
from interpreter.limits import Limits

PACKAGES = Path(__file__).parent.parent
"""The function's own folder: what the code can import lies beside the handler."""


def execute(
    code: str, limits: Limits, files: Mapping[str, BinaryIO] | None = None, packages: Path = PACKAGES
) -> tuple[process.Ended, outcome.Outcome]:
    """Runs the code. Never raises for anything that the code does in its folder.

    files: what the code finds in its folder, by name, and none of them `results`. They are copied there before it starts, and never
    held in memory.
    """
    with _folder() as folder:
        for child_folder in ("out", "cwd", "matplotlib"):
            (folder / child_folder).mkdir()
        for name, file in (files or {}).items():
            with (folder / "cwd" / name).open("xb") as copy:
                shutil.copyfileobj(file, copy)
        (folder / "cwd" / RESULTS).mkdir()
        # Opened before the code runs, which could put something else in their place.
        out = os.open(folder / "out", os.O_RDONLY | os.O_DIRECTORY)
        results = os.open(folder / "cwd" / RESULTS, os.O_RDONLY | os.O_DIRECTORY)
        try:
            ended = process.run(code, folder, limits, packages, given=sorted(files or {}))
            return ended, outcome.read(out, results, ended, limits)
        finally:
            os.close(results)
            os.close(out)


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="execute-python-"))
    try:
        yield folder
    finally:
        with contextlib.suppress(OSError):
            _remove(folder)


def _remove(folder: Path) -> None:
    """Removes a folder, however deep: shutil.rmtree takes a stack frame and a file descriptor for each level.

    What lies in a subfolder is brought up beside it, so no path is ever longer than two levels.
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
                # Moving a folder changes it, so it has to be writable.
                os.chmod(entry.path, 0o700)
                waiting.append(Path(entry.path).rename(_free(folder, names)))
        if current != folder:
            current.rmdir()
    folder.rmdir()


def _free(folder: Path, names: Iterator[str]) -> Path:
    return next(path for path in (folder / name for name in names) if not os.path.lexists(path))
