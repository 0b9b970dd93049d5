"""Runs one query that a model wrote, and makes its result."""

import re
import sqlite3
from pathlib import Path
from typing import Any

from toolkit import Result, Stored, ToolError
from toolkit.result import MOST_PREVIEW_BYTES, as_json, json_bytes

from database import connection, csv_file, hints

SECONDS = 20
MOST_ROWS_SHOWN = 1_000
MOST_CHARACTERS_SHOWN = 100_000
"""The most characters of all values together. With more, the JSON is too big for a result in any case."""
PREVIEWS = ((20, 200), (10, 100), (5, 100), (2, 50), (1, 20), (0, 0))
"""The rows of a preview, and the characters of each value. The first pair that fits is used."""
BLOB_BYTES_SHOWN = 64

# One token: text in single quotes, a comment, a name in backticks or brackets, or (as a group) a name in double quotes.
_QUOTED = re.compile(r"""'(?:[^']|'')*'|--[^\n]*|/\*.*?(?:\*/|$)|`[^`]*`|\[[^\]]*\]|"((?:[^"]|"")*)\"""", re.DOTALL)


def run(path: Path, sql: str, seconds: float = SECONDS) -> Result:
    """Return the rows of a query, with a shorter preview. Raises ToolError with a hint how to repair the query."""
    database = connection.connect_to_read(path, seconds)
    try:
        cursor = database.execute(names_in_backticks(sql))
        if cursor.description is None:
            raise ToolError("The query is empty. Write one SELECT statement.")
        return _result([column[0] for column in cursor.description], cursor)
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        raise ToolError(hints.explain(path, sql, error, seconds)) from error
    except MemoryError as error:
        raise ToolError(hints.explain(path, sql, MemoryError("out of memory"), seconds)) from error
    finally:
        database.close()


def names_in_backticks(sql: str) -> str:
    """Return the query with `` `name` `` in the place of `"name"`.

    SQLite reads an unknown name in double quotes as text (https://www.sqlite.org/quirks.html). So a misspelt column would give its
    own name in every row, without an error. An unknown name in backticks is an error.
    """

    def replace(match: re.Match[str]) -> str:
        name = match.group(1)
        return match.group(0) if name is None else "`" + name.replace('""', '"').replace("`", "``") + "`"

    return _QUOTED.sub(replace, sql)


def _result(columns: list[str], cursor: sqlite3.Cursor) -> Result:
    """Return the rows as CSV, and also as JSON if they are few and short enough to be shown."""
    table = csv_file.CsvFile(columns)
    try:
        shown, first, total = _read(cursor, table)
    except BaseException:
        table.file.close()
        raise
    truncated = total != table.rows
    answer: dict[str, Any] = {"columns": columns, "row_count": table.rows, "total_rows": total, "truncated": truncated}
    if truncated:
        of = "more than could be counted in time" if total is None else str(total)
        answer["note"] = f"Only the first {table.rows} rows of {of} are here. Aggregate, filter or use LIMIT."
    previews = (
        answer | {"file": "CSV, with the columns as header", "rows": [[_cut(value, most) for value in row] for row in first[:rows]]}
        for rows, most in PREVIEWS
    )
    # With so many columns no row fits. The model sees some columns and their number.
    narrow = answer | {"columns": [_cut(column, 50) for column in columns[:20]], "column_count": len(columns), "rows": []}
    return Result(
        answer | {"rows": shown} if len(shown) == table.rows and not truncated else None,
        next((preview for preview in previews if json_bytes(as_json(preview)) <= MOST_PREVIEW_BYTES), narrow),
        Stored(".csv", "text/csv; charset=utf-8", table.file),
    )


def _read(cursor: sqlite3.Cursor, table: csv_file.CsvFile) -> tuple[list[list[Any]], list[list[Any]], int | None]:
    """Fill the table. Return three values:

    - the rows that can be shown
    - the first rows, with long values cut
    - the number of all rows, or None if the time ended before they were counted
    """
    shown: list[list[Any]] = []
    first: list[list[Any]] = []
    characters = 0
    try:
        for row in cursor:
            values = [_value(value) for value in row] if bytes in map(type, row) else list(row)
            if not table.add(values):
                rest = _count(cursor)
                return shown, first, None if rest is None else table.rows + 1 + rest
            if len(first) < PREVIEWS[0][0]:
                first.append([_cut(value, PREVIEWS[0][1]) for value in values])
            if len(shown) < MOST_ROWS_SHOWN and characters <= MOST_CHARACTERS_SHOWN:
                characters += sum(len(value) if isinstance(value, str) else 1 for value in values)
                shown.append(values)
    except sqlite3.OperationalError as error:
        # Many rows are an answer without the rest. A few aren't: a slow calculation may lack its last step.
        if hints.is_timeout(error) and table.rows >= MOST_ROWS_SHOWN:
            return shown, first, None
        raise
    return shown, first, table.rows


def _count(cursor: sqlite3.Cursor) -> int | None:
    """Return the number of rows that are left. None if the time ended."""
    cursor.connection.text_factory = bytes
    try:
        return sum(1 for _ in cursor)
    except sqlite3.OperationalError as error:
        if hints.is_timeout(error):
            return None
        raise


def _value(value: Any) -> Any:
    """Return a value that JSON can hold. A blob becomes its SQL literal, cut if it is long."""
    if not isinstance(value, bytes):
        return value
    beginning = f"x'{value[:BLOB_BYTES_SHOWN].hex()}'"
    return beginning if len(value) <= BLOB_BYTES_SHOWN else f"{beginning}… ({len(value)} bytes)"


def _cut(value: Any, most: int) -> Any:
    return f"{value[:most]}…" if isinstance(value, str) and len(value) > most else value
