"""Opens the database for a query that a model wrote. The query can read and do nothing else.

SQLite itself ensures this:
- The file is opened read-only and immutable.
- An authorizer allows only selecting (https://www.sqlite.org/c3ref/set_authorizer.html).
- Limits bound the size of a statement and its values (https://www.sqlite.org/limits.html).
- A limit of SQLite's heap bounds its memory (https://www.sqlite.org/pragma.html#pragma_hard_heap_limit).
- A progress handler ends a query that takes too long. Where it doesn't come in time, database/process.py ends the process.
"""

import functools
import sqlite3
import time
from pathlib import Path

from database import functions
from database.limits import HEAP_BYTES

ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 100_000,  # bytes of a value: a row of 500 columns fits into memory twice
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 500,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 100,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 200,  # a long pattern can match forever between two looks at the clock
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
}
DENIED_FUNCTIONS = {"load_extension", "fts3_tokenizer"}
"""Functions that take code or addresses of code."""
STEPS_BETWEEN_LOOKS = 20_000
"""Instructions of SQLite's virtual machine, about a millisecond."""


def connect(path: Path) -> sqlite3.Connection:
    """Return a connection for trusted queries. It is `immutable` because a Lambda function's folder can't hold a lock file."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)


def connect_to_read(path: Path, seconds: float, reads: set[tuple[str, str]] | None = None) -> sqlite3.Connection:
    """Return a connection for one untrusted query, which is interrupted after that many seconds.

    The tables and columns that the query reads are added to `reads`.
    """
    connection = connect(path)
    connection.execute(f"PRAGMA hard_heap_limit = {HEAP_BYTES}")
    functions.add_to(connection, LIMITS[sqlite3.SQLITE_LIMIT_LENGTH])
    for limit, value in LIMITS.items():
        connection.setlimit(limit, value)
    # Text that is no UTF-8, like CAST(x'ff' AS TEXT), must not end the query.
    connection.text_factory = lambda value: value.decode("utf-8", "replace")
    deadline = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > deadline, STEPS_BETWEEN_LOOKS)
    connection.set_authorizer(functools.partial(_authorize, set() if reads is None else reads))
    return connection


def _authorize(
    reads: set[tuple[str, str]], action: int, first: str | None, second: str | None, database: str | None, trigger: str | None
) -> int:
    if action == sqlite3.SQLITE_READ and first and second:
        reads.add((first, second))
    if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in DENIED_FUNCTIONS:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK if action in ALLOWED else sqlite3.SQLITE_DENY
