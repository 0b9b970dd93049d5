"""Splits a SQL statement into tokens, as far as its readers need it. All tokens together are the statement."""

import re
from collections.abc import Iterator
from typing import NamedTuple

# SQLite has no comment that begins with #. MySQL has.
_KINDS = {
    "text": r"'(?:[^']|'')*'",
    "comment": r"--[^\n]*|/\*.*?(?:\*/|\Z)|(?<!\S)#\s[^\n]*",
    "name": r'"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]',
    # Zero-width characters aren't spaces for Python.
    "space": "[\\s\u200b-\u200d\u2060\ufeff]+",
    "word": r"[^\W\d]\w*",
    "number": r"\d\w*",
    "other": r".",
}
_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()), re.DOTALL)


class Token(NamedTuple):
    kind: str
    """text, comment, name (in any kind of quotation marks), space, word, number, or other (one character)"""
    written: str


def tokens(sql: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(sql):
        yield Token(match.lastgroup or "other", match.group())


def bare(sql: str) -> str:
    """Return the statement with empty texts and without comments. A search of it finds only words that SQLite reads as SQL."""
    return "".join("''" if kind == "text" else " " if kind == "comment" else written for kind, written in tokens(sql))
