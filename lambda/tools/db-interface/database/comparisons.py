"""Finds where a statement compares columns with a text: `nameLast = 'Ruth'`, `fold(name) LIKE fold('%sox')`, `POS IN ('C')`."""

from collections.abc import Sequence
from typing import NamedTuple

from database.tokens import Token, tokens

_ENDS = {
    "where",
    "and",
    "or",
    "on",
    "having",
    "when",
    "then",
    "else",
    "case",
    "select",
    "from",
    "by",
    "union",
    "limit",
    "using",
    ";",
}


class Comparison(NamedTuple):
    text: str
    like: bool
    """The text is a pattern of LIKE."""
    words: tuple[str, ...]
    """All words of the condition in lower case: the columns, and functions like lower and fold."""


def comparisons(sql: str) -> list[Comparison]:
    """Return the comparisons that ask for a text. Those that ask for its absence (`<>`, NOT) aren't among them."""
    found = [token for token in tokens(sql) if token.kind not in ("space", "comment")]
    conditions: list[list[Token]] = [[]]
    open_here = 0
    for token in found:
        # A parenthesis that was opened before this condition ends it: (SELECT … WHERE nameLast = 'Ruth') > 5.
        open_here += (token.written == "(") - (token.written == ")")
        if token.written.lower() in _ENDS or open_here < 0:
            conditions.append([])
            open_here = 0
        else:
            conditions[-1].append(token)
    return [comparison for condition in conditions for comparison in _of_condition(condition)]


def _of_condition(condition: Sequence[Token]) -> list[Comparison]:
    texts = [_plain(token) for token in condition if token.kind == "text"]
    words = tuple(_plain(token).lower() for token in condition if token.kind in ("word", "name"))
    written = "".join(token.written for token in condition if token.kind == "other")
    if "instr" in words:
        return [Comparison(f"%{text}%", True, words) for text in texts if any(letter.isalpha() for letter in text)]
    like = "like" in words
    asks = like or "in" in words or "is" in words or "=" in written
    refuses = "not" in words or "glob" in words or "!=" in written or "<" in written or ">" in written
    if not asks or refuses:
        return []
    return [Comparison(text, like, words) for text in texts if any(letter.isalpha() for letter in text)]


def _plain(token: Token) -> str:
    """Return the text or the name without its quotation marks."""
    if token.kind == "text":
        return token.written[1:-1].replace("''", "'")
    return token.written[1:-1] if token.kind == "name" else token.written
