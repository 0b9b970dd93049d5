"""Runs one query that a model wrote, and makes its result."""

import tempfile
from pathlib import Path
from typing import Any, BinaryIO

from toolkit import Result, Stored, ToolError
from toolkit.result import MOST_PREVIEW_BYTES, as_json, json_bytes

from database import hints, process
from database.limits import Limits
from database.rows import cut

LIMITS = Limits()
PREVIEWS = ((20, 200), (10, 100), (5, 100), (2, 50), (1, 20), (0, 0))
"""The rows of a preview, and the characters of each value. The first pair that fits is used."""


def run(path: Path, sql: str, limits: Limits | None = None) -> Result:
    """Return the rows of a query, with a shorter preview. Raises ToolError with a hint how to repair the query."""
    limits = limits or LIMITS
    # Rows may not fit the memory, so they go to a file. The toolkit closes the file of a result.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    try:
        answer = process.run(path, sql, limits, file)
        if "error" in answer:
            raise ToolError(answer["error"])
        return _result(answer, file)
    except process.QueryStoppedError as error:
        file.close()
        raise ToolError(hints.stopped(limits.seconds)) from error
    except process.OutOfMemoryError as error:
        file.close()
        raise ToolError(hints.OUT_OF_MEMORY) from error
    except BaseException:
        file.close()
        raise


def _result(found: dict[str, Any], file: BinaryIO) -> Result:
    """Return the rows as CSV, and also as JSON if they are few and short enough to be shown."""
    columns, shown, written, total = found["columns"], found["shown"], found["written"], found["total"]
    truncated = total != written
    answer: dict[str, Any] = {"columns": columns, "row_count": written, "total_rows": total, "truncated": truncated}
    if truncated:
        of = "more than could be counted in time" if total is None else str(total)
        answer["note"] = f"Only the first {written} rows of {of} are here. Aggregate, filter or use LIMIT."
    if "hint" in found:
        answer["hint"] = found["hint"]
    previews = (
        answer
        | {
            "file": "CSV, with the columns as header",
            "rows": [[cut(value, most) for value in row] for row in found["first"][:rows]],
        }
        for rows, most in PREVIEWS
    )
    # With so many columns no row fits. The model sees some columns and their number.
    narrow = answer | {"columns": [cut(column, 50) for column in columns[:20]], "column_count": len(columns), "rows": []}
    return Result(
        answer | {"rows": shown} if len(shown) == written and not truncated else None,
        next((preview for preview in previews if json_bytes(as_json(preview)) <= MOST_PREVIEW_BYTES), narrow),
        Stored(".csv", "text/csv; charset=utf-8", file),
    )
