"""Reads the files that the child left. It trusts none of them: a file may be missing, huge, of any type, or a link to elsewhere."""

import json
import os
import signal
import stat
from dataclasses import dataclass, field
from typing import Any

from interpreter.files import NAME
from interpreter.limits import MOST_FIGURE_BYTES, MOST_FIGURES, MOST_RESULT_FILES, MOST_TEXT, Limits
from interpreter.process import Ended

PNG = b"\x89PNG\r\n\x1a\n"
MOST_RESULT_BYTES = 25 * MOST_TEXT
"""Enough for a note and two texts. A character may take 12 bytes of JSON."""


@dataclass(frozen=True)
class Outcome:
    value: str | None = None
    """repr of the last expression."""
    error: str | None = None
    """A traceback, or how the process ended if there is none."""
    notes: list[str] = field(default_factory=list)
    figures: list[bytes] = field(default_factory=list)
    """PNG files."""
    files: dict[str, bytes] = field(default_factory=dict)
    """The files that the code left in `results/`, by name."""
    unconfined: str | None = None
    """The reason why the system calls weren't filtered. None if they were."""


def read(out: int, results: int, ended: Ended, limits: Limits) -> Outcome:
    """Return the outcome of a child that has ended.

    out, results: descriptors of these folders. They are opened before the child runs, because it could replace the folders.
    """
    figures = [_read(out, f"figure-{number}.png", MOST_FIGURE_BYTES) for number in range(1, MOST_FIGURES + 1)]
    pictures = [data for data in figures if data is not None and data.startswith(PNG)]
    try:
        given = json.loads(_read(out, "result.json", MOST_RESULT_BYTES) or b"null")
    except (ValueError, RecursionError):
        given = None
    notes: list[str] = []
    if len(pictures) < sum(name.startswith("figure-") for name in os.listdir(out)):
        notes.append(f"A figure was left out: it is no PNG file, or it has more than {MOST_FIGURE_BYTES} bytes.")
    files, more_notes = _files(results, limits)
    notes += more_notes
    if ended.stopped or ended.exit_code != 0 or not isinstance(given, dict):
        return Outcome(error=ended.stopped or _how_it_ended(ended.exit_code, limits), notes=notes, figures=pictures, files=files)
    return Outcome(
        value=_text(given.get("value")),
        error=_text(given.get("error")),
        notes=[*(note for note in _list(given.get("notes")) if isinstance(note, str)), *notes],
        figures=pictures,
        files=files,
        unconfined=_text(given.get("unconfined")),
    )


def _files(results: int, limits: Limits) -> tuple[dict[str, bytes], list[str]]:
    """Return the plain files of the folder, and a note on entries that were left out."""
    names = sorted(os.listdir(results))
    fitting = [name for name in names if NAME.fullmatch(name)]
    found = {name: _read(results, name, limits.file_bytes) for name in fitting[:MOST_RESULT_FILES]}
    files = {name: data for name, data in found.items() if data is not None}
    left_out = len(names) - len(files)
    note = (
        f"{left_out} of the entries of results/ were left out: {MOST_RESULT_FILES} plain files are kept, of {limits.file_bytes} "
        "bytes at most each, with names of letters, digits, '_', '-' and '.'."
    )
    return files, [note] if left_out else []


def _read(folder: int, name: str, most: int) -> bytes | None:
    """Return a file's content. None if it isn't a plain file of that folder, or has more bytes than allowed."""
    try:
        # Don't follow a link, which could lead to a file that only this process can read. Don't wait for the far end of a pipe.
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    except OSError:
        return None
    # Check that it is a plain file first, because a folder can't be opened as a file object.
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return None
    with os.fdopen(descriptor, "rb") as file:
        data = file.read(most + 1)
    return data if len(data) <= most else None


def _how_it_ended(exit_code: int, limits: Limits) -> str:
    if exit_code == -signal.SIGXCPU:
        return f"The code was stopped: it used more than {limits.cpu_seconds} seconds of CPU time."
    if exit_code < 0:
        name = signal.Signals(-exit_code).name if -exit_code in set(signal.Signals) else "unknown"
        return f"The Python process died of signal {-exit_code} ({name})."
    return f"The Python process ended with exit code {exit_code} before the code was done."


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
