"""Runs one query in a process of its own, and ends this process if the query doesn't end by itself.

SQLite looks at its clock between two instructions of its virtual machine. One instruction can sort millions of rows, or search a
long text for a long text. No handler of SQLite stops it, but a signal does.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, BinaryIO

from database.limits import Limits

PACKAGE = Path(__file__).parent.parent


class QueryStoppedError(Exception):
    """The query took too long, and its process was ended."""


class OutOfMemoryError(Exception):
    """The query took too much memory, and its process ended."""


class ChildError(RuntimeError):
    """The child process failed by a mistake of its own."""


def run(path: Path, sql: str, limits: Limits, csv: BinaryIO) -> dict[str, Any]:
    """Return the answer of the child process (its form: database/child.py). The child writes all rows to `csv`."""
    child = subprocess.Popen(
        # -E, -s and -S ignore the environment and installed packages. -B writes no bytecode, because the package may be read-only.
        [sys.executable, "-E", "-s", "-S", "-B", "-X", "utf8", "-m", "database.child", str(csv.fileno())],
        cwd=PACKAGE,
        # Lambda's Python doesn't start without LD_LIBRARY_PATH. SQLite puts its temporary files into TMPDIR.
        env={name: os.environ[name] for name in ("LD_LIBRARY_PATH", "TMPDIR") if name in os.environ},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=(csv.fileno(),),
    )
    request = json.dumps({"path": str(path.resolve()), "sql": sql, "limits": limits._asdict()})
    try:
        answer, errors = child.communicate(request.encode(), timeout=limits.seconds + limits.seconds_to_answer)
    except subprocess.TimeoutExpired as error:
        raise QueryStoppedError from error
    finally:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout, child.stderr):
            if pipe:
                pipe.close()
    if child.returncode < 0 or b"MemoryError" in errors:
        raise OutOfMemoryError
    if child.returncode:
        raise ChildError(errors.decode("utf-8", "replace")[-2_000:])
    parsed: dict[str, Any] = json.loads(answer)
    return parsed
