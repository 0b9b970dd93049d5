"""The sentences and results of the Financial agent's conversations: an answer by the agent's schema, prices and calculations in
results.
"""

from typing import Any

from local.scripted_model.conversations.results import printed_in, read_json, with_fields
from local.scripted_model.conversations.script import ToolResult, ToolUse, Turn, UnusableResultError

NO_SOURCE = "No data were used."


def in_words(text: str) -> ToolUse:
    return _answer(text, [], NO_SOURCE, [])


def final(
    answer: str, source: str, figures: list[dict[str, Any]] | None = None, charts: list[dict[str, str]] | None = None
) -> Turn:
    return [_answer(answer, figures or [], source, charts or [])]


def figure(ticker: str, what: str, value: float, unit: str) -> dict[str, Any]:
    return {"ticker": ticker, "what": what, "value": value, "unit": unit}


def read(result: ToolResult, *fields: str) -> dict[str, Any]:
    """Return the content of a result, or its preview, which must have these fields. Raises UnusableResultError that quotes the
    result.
    """
    content = read_json(result)
    if isinstance(content, dict) and isinstance(content.get("preview"), dict):
        content = content["preview"]
    return with_fields(content, fields, result)


def read_prices(result: ToolResult) -> dict[str, Any]:
    """Return the prices of one ticker."""
    return read(
        result,
        "ticker",
        "source",
        "currency",
        "first_day",
        "last_day",
        "first_close",
        "last_close",
        "change_percent",
        "lowest_close",
        "highest_close",
    )


def read_printed(result: ToolResult) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """Return the JSON that the code printed, and the charts that it drew."""
    content = read(result, "stdout", "figures")
    printed, figures = printed_in(content)
    if not isinstance(printed, dict) or not printed:
        raise UnusableResultError(f"the code printed something unexpected: {content['stdout']!r}")
    return printed, figures


def _answer(answer: str, figures: list[dict[str, Any]], source: str, charts: list[dict[str, str]]) -> ToolUse:
    return ToolUse("final_answer", {"answer": answer, "figures": figures, "source": source, "charts": charts})
