"""Takes the statement out of the text that a model wrote: without a fence around it, and with SQLite's own characters."""

import json
import re
import unicodedata

from database.tables import COLUMNS
from database.tokens import Token, tokens

_BEGINS = r"(?:select|with|values|explain)\b"
_FENCED = re.compile(r"^[ \t]*(```|~~~)[ \t]*[\w+-]*[ \t]*\n(.*?)^[ \t]*\1[ \t]*$", re.DOTALL | re.MULTILINE)
_OPEN_FENCE = re.compile(r"^(?:```|~~~)[ \t]*(?:sql\w*\b)?|(?:```|~~~)$", re.IGNORECASE)
_LABEL = re.compile(rf"^(?:sqlite3?|sql|query)(?:\s*[:>]\s*|\s+)(?={_BEGINS}|\(|--|/\*|;)", re.IGNORECASE)
_IN_QUOTES = re.compile(rf"^(['\"`])(\s*{_BEGINS}.*)\1$", re.IGNORECASE | re.DOTALL)

# Characters that have no meaning in SQL outside of texts and names. Word processors and JSON within JSON leave them.
_TYPESET = re.compile("[‘’‚‛＇]([^‘’‚‛＇]*)[‘’‛＇]|[“”„‟＂]([^“”„‟＂]*)[“”‟＂]|&(lt|gt|amp);|\\\\[nrt\n]")
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&"}
_SIGNS = {"≤": "<=", "≥": ">=", "≠": "<>", "−": "-"}
_STARTING_WITH_A_DIGIT = {name.lower() for name in COLUMNS if name[0].isdigit()}


def statement(written: str) -> str:
    """Return the statement as SQLite runs it. A text without wrappings comes back with the same meaning.

    A second statement stays, so that SQLite refuses it.
    """
    found = [_as_sqlite_writes(token) for token in tokens(_with_plain_quotes(_unwrapped(written)))]
    while found and (found[0].kind in ("space", "comment") or found[0].written == ";"):
        found.pop(0)
    while found and (found[-1].kind in ("space", "comment") or found[-1].written == ";"):
        found.pop()
    return "".join(token.written for token in found)


def _unwrapped(written: str) -> str:
    """Return the text without what stands around the statement: JSON, a fence, the word "sql", quotation marks."""
    text = _out_of_json(written).strip("\ufeff \t\r\n\xa0")
    if not re.match(rf"{_BEGINS}|\(|--|/\*", text, re.IGNORECASE):
        fenced = [match.group(2) for match in _FENCED.finditer(text.replace("\r\n", "\n"))]
        if fenced:
            # Two fences are two statements, which SQLite refuses.
            return _unwrapped(";".join(fenced))
    while (shorter := _LABEL.sub("", _OPEN_FENCE.sub("", text).strip())) != text:
        text = shorter
    return match.group(2) if (match := _IN_QUOTES.match(text)) else text


def _out_of_json(written: str) -> str:
    """Return the only text of a JSON value: of `"SELECT 1"` and of `{"sql_query": "SELECT 1"}`."""
    if not written.lstrip().startswith(("{", '"')):
        return written
    try:
        value = json.loads(written)
    except ValueError:
        return written
    if isinstance(value, dict) and len(value) == 1:
        value = next(iter(value.values()))
    return value if isinstance(value, str) else written


def _with_plain_quotes(sql: str) -> str:
    """Return the statement with plain characters for typeset ones. It leaves texts, names and comments as they are."""

    def plain(match: re.Match[str]) -> str:
        text, name, entity = match.groups()
        if text is not None:
            return "'" + text.replace("'", "''") + "'"
        if name is not None:
            return '"' + name.replace('"', '""') + '"'
        return _ENTITIES[entity] if entity else " "

    parts: list[str] = []
    outside = ""
    for kind, written in tokens(sql):
        if kind in ("text", "name", "comment"):
            parts += [_TYPESET.sub(plain, outside), written]
            outside = ""
        else:
            outside += written
    return "".join([*parts, _TYPESET.sub(plain, outside)])


def _as_sqlite_writes(token: Token) -> Token:
    kind, written = token
    if kind == "name" and written[0] == '"':
        # SQLite reads an unknown name in double quotes as text (https://www.sqlite.org/quirks.html). So a misspelt column would
        # give its own name in every row, without an error. An unknown name in backticks is an error.
        return Token(kind, "`" + written[1:-1].replace('""', '"').replace("`", "``") + "`")
    if kind == "comment" and written[0] == "#":
        return Token("space", " ")
    if kind == "space" and not written.isascii():
        return Token(kind, "\n" if "\n" in written else " ")
    if kind == "number" and written.lower() in _STARTING_WITH_A_DIGIT:
        return Token("name", f"`{written}`")
    if kind == "other" and not written.isascii():
        return Token(kind, _SIGNS.get(written, unicodedata.normalize("NFKC", written)))
    return token
