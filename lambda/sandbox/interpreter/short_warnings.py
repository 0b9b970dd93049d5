"""Prints each warning once and in one line, with the line of the code if it is the code's own."""

import sys
import traceback
import warnings
from typing import Any

from interpreter.code_text import NAME

MOST = 300
"""The most characters of a warning."""
MOST_WARNINGS = 20

_seen: set[str] = set()


def install() -> None:
    warnings.showwarning = show


def show(message: Any, category: type[Warning], *_: Any, **__: Any) -> None:
    """Write a warning to stderr, unless the same text was written before. It has the place of showwarning in `warnings`."""
    text = " ".join(str(message).split())
    if text in _seen:
        return
    _seen.add(text)
    if len(_seen) > MOST_WARNINGS:
        return
    cut = text if len(text) <= MOST else f"{text[:MOST]}…"
    print(f"{_line_of_the_code()}{category.__name__}: {cut}", file=sys.stderr)
    if len(_seen) == MOST_WARNINGS:
        print("More warnings are left out.", file=sys.stderr)


def say_once(module: Any) -> None:
    """Let a module log each message once. matplotlib's fonts log one for each character."""
    logged: set[str] = set()

    def is_new(record: Any) -> bool:
        text = record.getMessage()
        return not (text in logged or logged.add(text))  # type: ignore[func-returns-value]

    module._log.addFilter(is_new)


def _line_of_the_code() -> str:
    """Return the line of the code that led to the warning, wherever the warning was raised: `line 3: `."""
    for frame, line in traceback.walk_stack(None):
        if frame.f_code.co_filename == NAME:
            return f"line {line}: "
    return ""
