"""What the Time Series Analysis agent's conversations say and read: an answer by its schema; links and numbers in results."""

import json
from typing import Any

from local.scripted_model.conversations.script import Text, ToolResult, ToolUse, Turn, UnusableResultError

TRADING_DAYS_OF_A_YEAR = 252


def in_words(text: str) -> ToolUse:
    return _answer(text, [], "No data were used.", [])


def final(
    answer: str, source: str, figures: list[dict[str, Any]] | None = None, charts: list[dict[str, str]] | None = None
) -> Turn:
    return [_answer(answer, figures or [], source, charts or [])]


def figure(series: str, what: str, value: float, unit: str) -> dict[str, Any]:
    return {"series": series, "what": what, "value": value, "unit": unit}


def download(words: str, tickers: list[str], days: int) -> Turn:
    return [Text(words), ToolUse("download_tickers_data", {"tickers": tickers, "days": days})]


def read_download(result: ToolResult) -> dict[str, Any]:
    """Where the series and their days are, and of what days and from where they are."""
    return read(result, "bucket", "key", "dates", "series", "points", "source", "first_day", "last_day")


def use(tool: str, downloaded: dict[str, Any], **given: Any) -> ToolUse:
    """A tool that takes a series file."""
    return ToolUse(tool, {"bucket": downloaded["bucket"], "key": downloaded["key"], **given})


def run_python(code: str, **files: dict[str, Any]) -> ToolUse:
    """Runs code on files, each given by its link under its name without `.csv`."""
    links = [{"bucket": link["bucket"], "key": link["key"], "name": f"{name}.csv"} for name, link in files.items()]
    return ToolUse("execute_python", {"code": code, "files": links})


def days_of(downloaded: dict[str, Any]) -> str:
    return f"{downloaded['first_day']} to {downloaded['last_day']}"


def read(result: ToolResult, *fields: str) -> dict[str, Any]:
    """The content of a result; it has to have these fields. Raises UnusableResultError with what came instead."""
    if result.is_error:
        raise UnusableResultError(f"a tool failed: {result.content[:600]}")
    try:
        content = json.loads(result.content)
    except ValueError as wrong:
        raise UnusableResultError(f"a tool returned something else than JSON: {result.content[:300]}") from wrong
    if not isinstance(content, dict) or not content.keys() >= set(fields):
        raise UnusableResultError(f"a tool returned something unexpected: {result.content[:300]}")
    return content


def read_rows(result: ToolResult, column: str) -> list[dict[str, Any]]:
    """The rows of a result, those that have a number in the column."""
    rows = [row for row in read(result, "results")["results"] if row.get(column) is not None]
    if not rows:
        raise UnusableResultError("no series has a result")
    return rows


def read_printed(result: ToolResult) -> tuple[Any, list[dict[str, str]]]:
    """What code printed as JSON, and the charts that it drew."""
    content = read(result, "stdout", "figures")
    try:
        return json.loads(content["stdout"]), content["figures"]
    except (TypeError, ValueError) as wrong:
        raise UnusableResultError(f"the code printed no JSON: {content['stdout']!r}") from wrong


def _answer(answer: str, figures: list[dict[str, Any]], source: str, charts: list[dict[str, str]]) -> ToolUse:
    return ToolUse("final_answer", {"answer": answer, "figures": figures, "source": source, "charts": charts})
