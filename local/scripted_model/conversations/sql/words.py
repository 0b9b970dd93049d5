"""The sentences and results of the SQL agent's conversations: an answer by its schema, tables and calculations in results."""

import json
from dataclasses import dataclass
from typing import Any

from local.scripted_model.conversations.script import ToolResult, ToolUse, Turn, UnusableResultError


@dataclass(frozen=True)
class Table:
    """The result of a query."""

    rows: list[dict[str, Any]]
    """The rows of the result, or of its preview. Each is a dict by column."""
    total_rows: int
    link: dict[str, Any] | None
    """{"bucket", "key"} of the rows if they were too many to be shown."""

    def first(self) -> dict[str, Any]:
        if not self.rows:
            raise UnusableResultError("the query found nothing")
        return self.rows[0]


def in_words(text: str) -> ToolUse:
    return ToolUse("final_answer", {"answer": text, "queries": [], "charts": []})


def query(sql: str) -> ToolUse:
    return ToolUse("execute_sql_query", {"sql_query": sql})


def final(answer: str, *queries: str, charts: list[dict[str, str]] | None = None) -> Turn:
    return [ToolUse("final_answer", {"answer": answer, "queries": list(queries), "charts": charts or []})]


def read_table(result: ToolResult) -> Table:
    """Return the rows of a query's result, or of its preview. Raises UnusableResultError that quotes the result."""
    content = _read(result)
    link = {key: content[key] for key in ("bucket", "key")} if content.keys() >= {"bucket", "key"} else None
    shown = content.get("preview", content)
    try:
        rows = [dict(zip(shown["columns"], row, strict=True)) for row in shown["rows"]]
        return Table(rows, int(shown["total_rows"]), link)
    except (KeyError, TypeError, ValueError) as wrong:
        raise UnusableResultError(f"the result of the query is no table: {result.content[:300]}") from wrong


def read_python(result: ToolResult) -> dict[str, Any]:
    """Return the content of execute_python: stdout, value, figures. Raises UnusableResultError if the code failed."""
    content = _read(result)
    if not content.keys() >= {"stdout", "value", "figures"}:
        raise UnusableResultError(f"the code gave no result: {result.content[:300]}")
    return content


def read_number(result: ToolResult) -> float:
    """Return the value of execute_python as a number."""
    value = read_python(result)["value"]
    try:
        return float(value)
    except (TypeError, ValueError) as wrong:
        raise UnusableResultError(f"the code gave no number: {value}") from wrong


def _read(result: ToolResult) -> dict[str, Any]:
    if result.is_error:
        raise UnusableResultError(f"a tool failed: {result.content[:300]}")
    try:
        content = json.loads(result.content)
    except ValueError as wrong:
        raise UnusableResultError(f"a tool returned something else than JSON: {result.content[:300]}") from wrong
    if not isinstance(content, dict):
        raise UnusableResultError(f"a tool returned something unexpected: {result.content[:300]}")
    return content
