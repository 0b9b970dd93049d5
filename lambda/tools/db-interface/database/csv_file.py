"""Writes the rows of a query as CSV to a file, because they may not fit the memory. The toolkit sends the file to S3.

The format is RFC 4180: a line of column names, CRLF, quotes where a value needs them, UTF-8. NULL is an empty value. A text that a
spreadsheet would run as a formula gets an apostrophe in front (docs/reference/contracts.md, "CSV cells").
"""

import csv
import math
import re
from collections.abc import Sequence
from typing import Any, BinaryIO

from database.limits import Limits

MOST_CHARACTERS_IN_A_ROW = 5_000_000
"""A row is in memory several times before it is written. The widest row of SQLite has 50 million bytes."""

_FORMULA_BEGINS = frozenset("=+-@\t\r\n\0")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


class CsvFile:
    """Takes rows until one would pass a limit."""

    def __init__(self, columns: Sequence[str], limits: Limits, file: BinaryIO):
        self.rows = 0
        self._limits, self._file = limits, file
        self._line = csv.writer(_Line()).writerow
        self._size = file.write(self._line(map(_written, columns)).encode("utf-8"))

    def add(self, row: Sequence[Any]) -> bool:
        """Write a row of numbers, texts and None. Return whether it fitted. After a row that didn't fit, add no more rows."""
        if self.rows == self._limits.rows or sum(len(value) for value in row if type(value) is str) > MOST_CHARACTERS_IN_A_ROW:
            return False
        line = self._line(map(_written, row)).encode("utf-8")
        if self._size + len(line) > self._limits.csv_bytes:
            return False
        self._size += self._file.write(line)
        self.rows += 1
        return True


class _Line:
    """A file for the csv module whose `write` returns the line. The csv writer then returns it too."""

    def write(self, line: str) -> str:
        return line


def _written(value: Any) -> Any:
    if type(value) is str:
        return f"'{value}" if value[:1] in _FORMULA_BEGINS and not _NUMBER.fullmatch(value) else value
    if type(value) is float and math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return value
