"""The limits of one query, for the process that starts it and for the process that runs it."""

from typing import NamedTuple

MEMORY_BYTES = 256 * 1024 * 1024
"""The address space of the child process. Python and SQLite take 40 MB of it before the query starts."""
HEAP_BYTES = 128 * 1024 * 1024
"""The memory of SQLite alone. macOS doesn't limit the address space of a process, but SQLite keeps this limit everywhere."""
FILE_BYTES = 200_000_000
"""A sort that is too big for the memory goes to a temporary file of SQLite. A Lambda function has 512 MB for files."""


class Limits(NamedTuple):
    """The limits of a query that a test may lower."""

    seconds: float = 20
    """The time after which the query is stopped. A query that has given many rows by then is an answer with these rows."""
    seconds_to_answer: float = 5
    """The time that the child process has besides, to start and to write its answer. After it the process is ended."""
    rows: int = 200_000
    """The most rows of the CSV file."""
    csv_bytes: int = 50_000_000
    """The most bytes of the CSV file."""
