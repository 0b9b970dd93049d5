"""Runs one query that a model wrote, and shapes its result."""

import re
import sqlite3
from pathlib import Path
from typing import Any

from toolkit import Result, ToolError

from database import connection, hints

SECONDS = 20
MOST_ROWS = 1_000
MOST_CHARACTERS = 4_000_000
"""Of the values of all rows together (bytes, for a blob), before JSON: the function's memory is small."""
PREVIEW_ROWS = 20
BLOB_BYTES_SHOWN = 64

# One token: text in single quotes, a comment, a name in backticks or brackets, or (as a group) a name in double quotes.
_QUOTED = re.compile(r"""'(?:[^']|'')*'|--[^\n]*|/\*.*?(?:\*/|$)|`[^`]*`|\[[^\]]*\]|"((?:[^"]|"")*)\"""", re.DOTALL)


def run(path: Path, sql: str, seconds: float = SECONDS) -> Result:
    """The rows of a query, with a shorter preview. Raises ToolError, with a hint how to repair the query."""
    database = connection.connect_to_read(path, seconds)
    try:
        cursor = database.execute(names_in_backticks(sql))
        if cursor.description is None:
            raise ToolError("The query is empty. Write one SELECT statement.")
        return _result([column[0] for column in cursor.description], *_rows(cursor))
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        raise ToolError(hints.explain(path, sql, error, seconds)) from error
    except MemoryError as error:
        raise ToolError(hints.explain(path, sql, MemoryError("out of memory"), seconds)) from error
    finally:
        database.close()


def names_in_backticks(sql: str) -> str:
    """The query with `"name"` turned to `` `name` ``.

    SQLite takes a name in double quotes which it doesn't know for text, so a misspelt column would silently come back as its own
    name in every row (https://www.sqlite.org/quirks.html). In backticks it is an error.
    """

    def replace(match: re.Match[str]) -> str:
        name = match.group(1)
        return match.group(0) if name is None else "`" + name.replace('""', '"').replace("`", "``") + "`"

    return _QUOTED.sub(replace, sql)


def _rows(cursor: sqlite3.Cursor) -> tuple[list[list[Any]], int | None]:
    """The first rows, and how many there are in all; None if there was no time to count."""
    rows: list[list[Any]] = []
    size = 0
    for row in cursor:
        size += sum(len(value) if isinstance(value, str | bytes) else 8 for value in row)
        if size > MOST_CHARACTERS or len(rows) == MOST_ROWS:
            rest = _count(cursor)
            return rows, None if rest is None else len(rows) + 1 + rest
        rows.append([_value(value) for value in row])
    return rows, len(rows)


def _count(cursor: sqlite3.Cursor) -> int | None:
    """How many rows are left; None if time ran out."""
    cursor.connection.text_factory = bytes
    try:
        return sum(1 for _ in cursor)
    except sqlite3.OperationalError as error:
        if hints.is_timeout(error):
            return None
        raise


def _value(value: Any) -> Any:
    """A value as JSON can hold it. A blob becomes its SQL literal, its beginning if it is long."""
    if not isinstance(value, bytes):
        return value
    beginning = f"x'{value[:BLOB_BYTES_SHOWN].hex()}'"
    return beginning if len(value) <= BLOB_BYTES_SHOWN else f"{beginning}… ({len(value)} bytes)"


def _result(columns: list[str], rows: list[list[Any]], total: int | None) -> Result:
    truncated = total != len(rows)
    answer: dict[str, Any] = {"columns": columns, "row_count": len(rows), "total_rows": total, "truncated": truncated}
    if truncated:
        of = "more than could be counted in time" if total is None else str(total)
        answer["note"] = f"Only the first {len(rows)} rows of {of} are here. Aggregate, filter or use LIMIT."
    return Result(answer | {"rows": rows}, preview=answer | {"rows": rows[:PREVIEW_ROWS]})
