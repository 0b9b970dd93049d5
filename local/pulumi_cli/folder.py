"""A folder with the CLI's programs. It appears only when it is complete, so an interruption leaves nothing half-done."""

import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path

HOST = "pulumi-language-python"
SCRIPT = "pulumi-language-python-exec"
PROGRAMS = ("pulumi", HOST, SCRIPT)
"""The programs that are needed to run a Pulumi program in Python."""

STAMP = "built-from"

Say = Callable[[str], None]


def is_made(folder: Path, made_from: str) -> bool:
    stamp = folder / STAMP
    return stamp.is_file() and stamp.read_text() == made_from


def make(folder: Path, made_from: str, fill: Callable[[Path], None], say: Say) -> None:
    """Call `fill` with an empty folder, and put that in the place of `folder`. Do nothing if `folder` was made from the same
    inputs.

    made_from: everything that the programs depend on.
    Of two processes at once, the second waits for the result of the first.
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
