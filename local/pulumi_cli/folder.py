"""A folder with the CLI's programs. It appears only when it is complete, so an interruption leaves nothing half-done."""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

HOST = "pulumi-language-python"
SCRIPT = "pulumi-language-python-exec"
PROGRAMS = ("pulumi", HOST, SCRIPT)
"""The programs that are needed to run a Pulumi program in Python."""
OTHER_HOSTS = {"nodejs": "pulumi-language-nodejs", "yaml": "pulumi-language-yaml"}
"""The language hosts of programs in other languages, by Pulumi's name of the language. A folder may have them too."""

STAMP = "built-from"
"""The file that says what the programs were made from, and has the SHA-256 of each."""

Say = Callable[[str], None]


def is_made(folder: Path, made_from: str) -> bool:
    """Return whether the folder was made from this, and its programs are as they were made."""
    stamp = _stamp(folder)
    if stamp == made_from:
        # An earlier version of this module made the folder, and kept no digests.
        with suppress(OSError):
            _write_stamp(folder, made_from)
        return True
    return stamp == {"made_from": made_from, "sha256": _digests(folder)}


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
        stamp = _stamp(folder)
        if isinstance(stamp, dict) and stamp.get("made_from") == made_from:
            say(f"The programs in {folder} aren't as they were made: they are deleted, and made again.")
        partial = folder.with_name("partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        try:
            fill(partial)
            _write_stamp(partial, made_from)
            shutil.rmtree(folder, ignore_errors=True)
            partial.rename(folder)
        finally:
            shutil.rmtree(partial, ignore_errors=True)


def _stamp(folder: Path) -> object:
    try:
        text = (folder / STAMP).read_text()
    except (OSError, UnicodeDecodeError):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text


def _write_stamp(folder: Path, made_from: str) -> None:
    # Another file is renamed to it, because a copy of the folder may share its files.
    fresh = folder / f"{STAMP}.{os.getpid()}"
    fresh.write_text(json.dumps({"made_from": made_from, "sha256": _digests(folder)}))
    fresh.rename(folder / STAMP)


def _digests(folder: Path) -> dict[str, str | None]:
    others = [name for name in OTHER_HOSTS.values() if (folder / name).exists()]
    return {name: _digest(folder / name) for name in (*PROGRAMS, *others)}


def _digest(program: Path) -> str | None:
    if not program.is_file() or not os.access(program, os.X_OK):
        return None
    with program.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
