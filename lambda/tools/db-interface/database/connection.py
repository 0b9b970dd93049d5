"""Opens the database for a query that a model wrote: it can read, and nothing else.

Four means of SQLite's own, each for what the others can't: the file is opened read-only and unchanging; an authorizer allows
selecting and nothing else (https://www.sqlite.org/c3ref/set_authorizer.html); limits bound what a statement may hold
(https://www.sqlite.org/limits.html); a progress handler ends what takes too long.
"""

import sqlite3
import time
from pathlib import Path

ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 250_000,  # bytes of a value: a row of 500 columns fits into memory twice
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 500,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 100,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 200,  # matching a long one can take forever between two looks at the clock
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
}
STEPS_BETWEEN_LOOKS = 20_000
"""Instructions of SQLite's virtual machine, about a millisecond."""


def connect(path: Path) -> sqlite3.Connection:
    """A connection for anything; `immutable` because the folder of a Lambda function can't hold a lock file."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)


def connect_to_read(path: Path, seconds: float) -> sqlite3.Connection:
    """A connection for one untrusted query, which is interrupted after that many seconds."""
    connection = connect(path)
    for limit, value in LIMITS.items():
        connection.setlimit(limit, value)
    # Text that is no UTF-8, as CAST(x'ff' AS TEXT) makes it, must not end the query.
    connection.text_factory = lambda value: value.decode("utf-8", "replace")
    deadline = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > deadline, STEPS_BETWEEN_LOOKS)
    connection.set_authorizer(_authorize)
    return connection


def _authorize(action: int, first: str | None, second: str | None, database: str | None, trigger: str | None) -> int:
    if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() == "load_extension":
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK if action in ALLOWED else sqlite3.SQLITE_DENY
