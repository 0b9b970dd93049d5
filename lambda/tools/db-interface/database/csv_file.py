"""The rows of a query as CSV in a temporary file, because they can be more than memory holds.

RFC 4180: a line of column names, CRLF, quotes where a value needs them, UTF-8. NULL is an empty value. It is written and never read
here: the toolkit sends it to S3.
"""

import csv
import math
import tempfile
from collections.abc import Sequence
from typing import Any

MOST_ROWS = 200_000
MOST_BYTES = 50_000_000
MOST_CHARACTERS_IN_A_ROW = 5_000_000
"""A row is in memory several times before it is written; the widest that SQLite gives has 125 million."""


class CsvFile:
    """Takes rows until one would pass a limit."""

    def __init__(self, columns: Sequence[str]):
        # Who makes this hands the file on, to be closed there.
        self.file = tempfile.TemporaryFile()  # noqa: SIM115
        self.rows = 0
        self._line = csv.writer(_Line()).writerow
        self._size = self.file.write(self._line(columns).encode("utf-8"))

    def add(self, row: Sequence[Any]) -> bool:
        """Whether the row was written: numbers, texts, None. After one that wasn't, none may follow."""
        if self.rows == MOST_ROWS or sum(len(value) for value in row if type(value) is str) > MOST_CHARACTERS_IN_A_ROW:
            return False
        line = self._line(map(_written, row) if float in map(type, row) else row).encode("utf-8")
        if self._size + len(line) > MOST_BYTES:
            return False
        self._size += self.file.write(line)
        self.rows += 1
        return True


class _Line:
    """What the csv module writes to, so that its writer returns the line."""

    def write(self, line: str) -> str:
        return line


def _written(value: Any) -> Any:
    if isinstance(value, float) and math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return value
