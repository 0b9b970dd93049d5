"""The sentences and results of the Time Series Analysis agent's conversations: an answer by its schema, links and numbers in
results.
"""

from typing import Any

from local.scripted_model.conversations.results import link, named_files, read
from local.scripted_model.conversations.script import Text, ToolResult, ToolUse, Turn, UnusableResultError


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
    """Return the links to the series and their days, with the first and last day and the source."""
    return read(result, "bucket", "key", "dates", "series", "points", "source", "first_day", "last_day")


def use(tool: str, downloaded: dict[str, Any], **given: Any) -> ToolUse:
    """Return the use of a tool that takes a series file."""
    return ToolUse(tool, {**link(downloaded), **given})


def run_python(code: str, **files: dict[str, Any]) -> ToolUse:
    """Return a tool use that runs code on files. Each file is given by its link under its name without `.csv`."""
    return ToolUse("execute_python", {"code": code, "files": named_files(**files)})


def read_rows(result: ToolResult, column: str) -> list[dict[str, Any]]:
    """Return the rows of a result that have a number in the column."""
    rows = [row for row in read(result, "results")["results"] if row.get(column) is not None]
    if not rows:
        raise UnusableResultError("no series has a result")
    return rows


def _answer(answer: str, figures: list[dict[str, Any]], source: str, charts: list[dict[str, str]]) -> ToolUse:
    return ToolUse("final_answer", {"answer": answer, "figures": figures, "source": source, "charts": charts})
