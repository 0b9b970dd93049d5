"""Read the results that conversations of several agents share: JSON objects, and the output and charts of execute_python."""

import json
from typing import Any

from local.scripted_model.conversations.script import ToolResult, UnusableResultError

TRADING_DAYS_OF_A_YEAR = 252


def read_json(result: ToolResult) -> Any:
    """Return the content of a result. Raises UnusableResultError that quotes the result."""
    if result.is_error:
        raise UnusableResultError(f"a tool failed: {result.content[:600]}")
    try:
        return json.loads(result.content)
    except ValueError as wrong:
        raise UnusableResultError(f"a tool returned something else than JSON: {result.content[:300]}") from wrong


def with_fields(content: Any, fields: tuple[str, ...], result: ToolResult) -> dict[str, Any]:
    """Return the content, which must be an object with these fields. Raises UnusableResultError that quotes the result."""
    if not isinstance(content, dict) or not content.keys() >= set(fields):
        raise UnusableResultError(f"a tool returned something unexpected: {result.content[:300]}")
    return content


def read(result: ToolResult, *fields: str) -> dict[str, Any]:
    """Return the content of a result, which must have these fields. Raises UnusableResultError that quotes the result."""
    return with_fields(read_json(result), fields, result)


def read_printed(result: ToolResult) -> tuple[Any, list[dict[str, str]]]:
    """Return the JSON that the code printed, and the charts that it drew."""
    return printed_in(read(result, "stdout", "figures"))


def printed_in(content: dict[str, Any]) -> tuple[Any, list[dict[str, str]]]:
    """Return the JSON that the code printed, and the charts that it drew, from the content of a result."""
    try:
        return json.loads(content["stdout"]), content["figures"]
    except (TypeError, ValueError) as wrong:
        raise UnusableResultError(f"the code printed no JSON: {content['stdout']!r}") from wrong


def days_of(downloaded: dict[str, Any]) -> str:
    """Return the first and the last day of a download."""
    return f"{downloaded['first_day']} to {downloaded['last_day']}"


def link(of: dict[str, Any]) -> dict[str, str]:
    return {"bucket": of["bucket"], "key": of["key"]}


def named_files(**files: dict[str, Any]) -> list[dict[str, str]]:
    """Return the input `files` of execute_python. Each file is given by its link under its name without `.csv`."""
    return [{**link(each), "name": f"{name}.csv"} for name, each in files.items()]
