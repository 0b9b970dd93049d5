"""The child process: `python -m database.child <number of an open file>` runs the query that stands in its standard input.

It writes one JSON object to its standard output: `{"error": text}`, or the answer of database/rows.py. The CSV goes to the open
file. It imports little, so that it starts in 50 ms.
"""

import json
import os
import resource
import sqlite3
import sys
import time
from pathlib import Path
from typing import Any

from database import connection, rows, spellings
from database.limits import FILE_BYTES, MEMORY_BYTES, Limits
from database.statement import statement


def main(csv: int) -> None:
    request = json.load(sys.stdin)
    limits = Limits(**request["limits"])
    limit_process(limits)
    answer = run(Path(request["path"]), request["sql"], limits, csv)
    json.dump(answer, sys.stdout)


def limit_process(limits: Limits) -> None:
    """Set limits that hold even if the parent was ended before it could end this process."""
    for name, value in (
        ("RLIMIT_AS", MEMORY_BYTES),
        ("RLIMIT_FSIZE", FILE_BYTES),
        ("RLIMIT_CPU", int(limits.seconds + limits.seconds_to_answer) + 1),
        ("RLIMIT_CORE", 0),
    ):
        # macOS refuses to limit the address space.
        if name == "RLIMIT_AS" and sys.platform != "linux":
            continue
        _, hard = resource.getrlimit(getattr(resource, name))
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(getattr(resource, name), (value, value))


def run(path: Path, written: str, limits: Limits, csv: int) -> dict[str, Any]:
    """Run the statement in the text that the model wrote."""
    sql = statement(written)
    if not sql:
        return {"error": "The query is empty. Write one SELECT statement."}
    reads: set[tuple[str, str]] = set()
    deadline = time.monotonic() + limits.seconds
    database = connection.connect_to_read(path, limits.seconds, reads)
    try:
        with os.fdopen(csv, "wb") as file:
            answer = rows.read(database, sql, limits, file)
        left = deadline - time.monotonic()
        if left > 0 and (hint := spellings.hint(path, sql, reads, is_nothing(answer), left)):
            answer["hint"] = hint
        return answer
    except (sqlite3.Error, sqlite3.Warning, ValueError, MemoryError) as failure:
        # A query that fails is rare, and this module takes time to import.
        from database import hints

        return {"error": hints.explain(path, written, failure, limits.seconds)}
    finally:
        database.close()


def is_nothing(answer: dict[str, Any]) -> bool:
    """Return whether the answer has no row, or one of NULL and 0 alone: COUNT and SUM of no rows."""
    return answer["total"] == 0 or (len(answer["shown"]) == 1 and all(value in (None, 0) for value in answer["shown"][0]))


if __name__ == "__main__":
    main(int(sys.argv[1]))
