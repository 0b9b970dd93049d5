"""Reads the files that the child left. It trusts none of them: a file may be missing, huge, of any type, or a link to elsewhere."""

import json
import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from interpreter.left import PNG, Kept, Stamp, collect, read
from interpreter.limits import MOST_FIGURE_BYTES, MOST_FIGURES, MOST_NOTE, MOST_NOTES, MOST_TEXT, Limits
from interpreter.process import Ended

MOST_RESULT_BYTES = 25 * MOST_TEXT
"""Enough for a note and two texts. A character may take 12 bytes of JSON."""


@dataclass(frozen=True)
class Outcome:
    value: str | None = None
    """repr of the last expression."""
    error: str | None = None
    """A traceback, or how the process ended if there is none."""
    notes: list[str] = field(default_factory=list)
    figures: list[Kept] = field(default_factory=list)
    """PNG files: the figures that were shown or open, and those that the code saved."""
    files: list[Kept] = field(default_factory=list)
    """The other files that the code left."""


def read_outcome(out: int, cwd: int, before: Mapping[str, Stamp], ended: Ended, limits: Limits) -> Outcome:
    """Return the outcome of a child that has ended.

    out, cwd: descriptors of these folders. They are opened before the child runs, because it could replace the folders.
    before: the stamps of the files that the child was given.
    """
    names = sorted((name for name in os.listdir(out) if name.startswith("figure-")), key=lambda name: (len(name), name))
    drawn = [data for name in names[:MOST_FIGURES] if (data := read(out, name, MOST_FIGURE_BYTES)) and data.startswith(PNG)]
    left = collect(cwd, before, limits.file_bytes, len(drawn))
    figures = [*(Kept("", data) for data in drawn), *(figure for figure in left.figures if figure.data not in drawn)]
    notes = list(left.notes)
    if len(drawn) < len(names):
        notes.append(f"A figure was left out: it is no PNG file, or it has more than {MOST_FIGURE_BYTES} bytes.")
    try:
        given = json.loads(read(out, "result.json", MOST_RESULT_BYTES) or b"null")
    except (ValueError, RecursionError):
        given = None
    if ended.stopped or ended.exit_code != 0 or not isinstance(given, dict):
        return Outcome(
            error=ended.stopped or _how_it_ended(ended.exit_code, limits), notes=notes, figures=figures, files=left.files
        )
    return Outcome(
        value=_text(given.get("value")),
        error=_text(given.get("error")),
        notes=[*(note[:MOST_NOTE] for note in _list(given.get("notes"))[:MOST_NOTES] if isinstance(note, str)), *notes],
        figures=figures,
        files=left.files,
    )


def _how_it_ended(exit_code: int, limits: Limits) -> str:
    if exit_code == -signal.SIGXCPU:
        return f"The code was stopped: it used more than {limits.cpu_seconds} seconds of CPU time."
    if exit_code < 0:
        name = signal.Signals(-exit_code).name if -exit_code in set(signal.Signals) else "unknown"
        return f"The Python process died of signal {-exit_code} ({name})."
    return f"The Python process ended with exit code {exit_code} before the code was done."


def _text(value: Any) -> str | None:
    # The child cuts texts itself. A forged one may be longer.
    return value[: MOST_TEXT + MOST_NOTE] if isinstance(value, str) else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
