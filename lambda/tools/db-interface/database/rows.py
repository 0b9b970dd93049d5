"""Runs a query and reads its rows: all of them into a CSV file, and the first of them for the model."""

import sqlite3
from typing import Any, BinaryIO

from database import csv_file
from database.limits import Limits

MOST_ROWS_SHOWN = 1_000
MOST_CHARACTERS_SHOWN = 100_000
"""The most characters of all values together. With more, the JSON is too big for a result in any case."""
MOST_ROWS_OF_A_PREVIEW = 20
MOST_CHARACTERS_OF_A_PREVIEW = 200
BLOB_BYTES_SHOWN = 64


def read(database: sqlite3.Connection, sql: str, limits: Limits, file: BinaryIO) -> dict[str, Any]:
    """Return the answer as plain JSON, in which numbers may be infinite:

    - columns: their names
    - shown: the rows that can be shown. They are all rows if `written` says so
    - first: the first rows, with long values cut
    - written: the number of rows in the CSV file
    - total: the number of all rows. None if the time ended before they were counted
    """
    cursor = database.execute(sql)
    columns = [column[0] for column in cursor.description]
    table = csv_file.CsvFile(columns, limits, file)
    shown, first, total = _read(cursor, table)
    return {"columns": columns, "shown": shown, "first": first, "written": table.rows, "total": total}


def is_timeout(error: Exception) -> bool:
    return str(error) == "interrupted"


def _read(cursor: sqlite3.Cursor, table: csv_file.CsvFile) -> tuple[list[list[Any]], list[list[Any]], int | None]:
    """Fill the table. Return the rows that can be shown, the first rows with long values cut, and the number of all rows."""
    shown: list[list[Any]] = []
    first: list[list[Any]] = []
    characters = 0
    try:
        for row in cursor:
            values = [_value(value) for value in row] if bytes in map(type, row) else list(row)
            if not table.add(values):
                rest = _count(cursor)
                return shown, first, None if rest is None else table.rows + 1 + rest
            if len(first) < MOST_ROWS_OF_A_PREVIEW:
                first.append([cut(value, MOST_CHARACTERS_OF_A_PREVIEW) for value in values])
            if len(shown) < MOST_ROWS_SHOWN and characters <= MOST_CHARACTERS_SHOWN:
                characters += sum(len(value) if isinstance(value, str) else 1 for value in values)
                shown.append(values)
    except sqlite3.OperationalError as error:
        # Many rows are an answer without the rest. A few aren't: a slow calculation may lack its last step.
        if is_timeout(error) and table.rows >= MOST_ROWS_SHOWN:
            return shown, first, None
        raise
    return shown, first, table.rows


def _count(cursor: sqlite3.Cursor) -> int | None:
    """Return the number of rows that are left. None if the time ended."""
    cursor.connection.text_factory = bytes
    try:
        return sum(1 for _ in cursor)
    except sqlite3.OperationalError as error:
        if is_timeout(error):
            return None
        raise


def _value(value: Any) -> Any:
    """Return a value that JSON can hold. A blob becomes its SQL literal, cut if it is long."""
    if not isinstance(value, bytes):
        return value
    beginning = f"x'{value[:BLOB_BYTES_SHOWN].hex()}'"
    return beginning if len(value) <= BLOB_BYTES_SHOWN else f"{beginning}… ({len(value)} bytes)"


def cut(value: Any, most: int) -> Any:
    return f"{value[:most]}…" if isinstance(value, str) and len(value) > most else value
