"""A folder with the CLI's programs, which appears when all of it is there: an interruption leaves nothing half-done behind."""

import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path

HOST = "pulumi-language-python"
SCRIPT = "pulumi-language-python-exec"
PROGRAMS = ("pulumi", HOST, SCRIPT)
"""All that it takes to run a program in Python."""

STAMP = "built-from"

Say = Callable[[str], None]


def is_made(folder: Path, made_from: str) -> bool:
    stamp = folder / STAMP
    return stamp.is_file() and stamp.read_text() == made_from


def make(folder: Path, made_from: str, fill: Callable[[Path], None], say: Say) -> None:
    """Call `fill` with an empty folder, which then replaces `folder`. Does nothing where that was made from the same.

    made_from: all that the programs depend on. Of two processes at once the second waits for the first one's result.
    """
    if is_made(folder, made_from):
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another process is getting the Pulumi CLI already: waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        if is_made(folder, made_from):
            return
        partial = folder.with_name("partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        try:
            fill(partial)
            (partial / STAMP).write_text(made_from)
            shutil.rmtree(folder, ignore_errors=True)
            partial.rename(folder)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
