"""What the Financial agent's conversations say and read: an answer by the agent's schema; prices and calculations in results."""

import json
from typing import Any

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
    """The content of a result, or its preview; it has to have these fields. Raises UnusableResultError with what came instead."""
    if result.is_error:
        raise UnusableResultError(f"a tool failed: {result.content[:600]}")
    try:
        content = json.loads(result.content)
    except ValueError as wrong:
        raise UnusableResultError(f"a tool returned something else than JSON: {result.content[:300]}") from wrong
    if isinstance(content, dict) and isinstance(content.get("preview"), dict):
        content = content["preview"]
    if not isinstance(content, dict) or not content.keys() >= set(fields):
        raise UnusableResultError(f"a tool returned something unexpected: {result.content[:300]}")
    return content


def read_prices(result: ToolResult) -> dict[str, Any]:
    """The prices of one ticker."""
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
    """What code printed as JSON, and the charts that it drew."""
    content = read(result, "stdout", "figures")
    try:
        printed = json.loads(content["stdout"])
    except (TypeError, ValueError) as wrong:
        raise UnusableResultError(f"the code printed no JSON: {content['stdout']!r}") from wrong
    if not isinstance(printed, dict) or not printed:
        raise UnusableResultError(f"the code printed something unexpected: {content['stdout']!r}")
    return printed, content["figures"]


def _answer(answer: str, figures: list[dict[str, Any]], source: str, charts: list[dict[str, str]]) -> ToolUse:
    return ToolUse("final_answer", {"answer": answer, "figures": figures, "source": source, "charts": charts})
