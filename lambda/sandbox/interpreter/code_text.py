"""Reads code as people and models write it for a notebook, and makes Python of it.

A line keeps its number, so that errors name the lines of the code as it was given. Only a line where Python finds a syntax error is
changed: a line of a text that begins with `%` or `!` stays as it is.
"""

import ast
import re
import textwrap

NAME = "<code>"
"""The code's file name in tracebacks."""

MOST_REPAIRS = 100

_INSTALL = re.compile(r"[!%]?\s*(?:(?:python3?\s+-m|uv)\s+)?(?:pip3?|conda|mamba)\s+(?:install|uninstall|show|list)\b.*")
_NO_EFFECT = re.compile(
    r"```.*|%%(?:time|timeit|capture|python3?)\b.*|%(?:matplotlib|config|load_ext|reload_ext|autoreload|precision|pylab)\b.*"
)
_TIMED = re.compile(r"%(?:time|timeit|prun)\s+(?:-\S+(?:\s+\d+)?\s+)*(?P<statement>[^-\s].*)")


def parse(text: str) -> tuple[ast.Module, str, list[str]]:
    """Return the code's syntax tree, its text as it will run, and notes. Raises SyntaxError."""
    # A byte order mark and ends of lines of other systems come with text that was copied from a file.
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n"), 1):
        if "\0" in line:
            raise SyntaxError(
                "the code has a NUL character (U+0000): write it as '\\0'",
                (NAME, number, line.index("\0") + 1, line.replace("\0", "␀")),
            )
    notes: list[str] = []
    for _ in range(MOST_REPAIRS):
        try:
            return ast.parse(text, NAME), text, notes
        except SyntaxError as wrong:
            repaired = _repaired(text, wrong, notes)
            if repaired is None:
                raise
            text = repaired
    return ast.parse(text, NAME), text, notes


def ends_with_semicolon(text: str) -> bool:
    """Return whether the last line ends with `;`, by which a notebook is told to show no value."""
    return text.rstrip().endswith(";")


def _repaired(text: str, wrong: SyntaxError, notes: list[str]) -> str | None:
    """Return the text with the line of the error changed. None if the error isn't of a notebook's kind."""
    lines = text.split("\n")
    if wrong.lineno is None or not 1 <= wrong.lineno <= len(lines):
        return None
    line = lines[wrong.lineno - 1]
    code = line.strip()
    if isinstance(wrong, IndentationError) and wrong.msg == "unexpected indent":
        # A code of which all lines are indented was cut out of something.
        dedented = textwrap.dedent(text)
        return dedented if dedented != text else None
    python: str | None = None
    if _INSTALL.fullmatch(code):
        python, note = "pass", "Nothing can be installed: there is no network. numpy, pandas, matplotlib and pillow are there."
        if note not in notes:
            notes.append(note)
    elif _NO_EFFECT.fullmatch(code):
        # Before the first statement a line has to be empty: `from __future__` may stand below it.
        python = "" if line == code else "pass"
    elif timed := _TIMED.fullmatch(code):
        python = timed["statement"]
    elif code.startswith("!"):
        raise _error("this is a command of a shell, and no other process can be started: use Python", wrong, line) from None
    elif re.match(r"%%?[A-Za-z]", code):
        raise _error("this is a command of IPython, which isn't here: use Python", wrong, line) from None
    if python is None:
        return None
    lines[wrong.lineno - 1] = line[: len(line) - len(line.lstrip())] + python
    return "\n".join(lines)


def _error(message: str, at: SyntaxError, line: str) -> SyntaxError:
    return SyntaxError(message, (NAME, at.lineno, len(line) - len(line.lstrip()) + 1, line))
