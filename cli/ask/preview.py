"""Show a tool's input and result in a few lines that a person can read while the run goes on."""

import json
from typing import Any

from cli.untrusted import clean, one_line

MOST_LINES = 6
MOST_CODE_LINES = 60
MOST_WIDTH = 160
MOST_ROWS = 5
MOST_CELL = 24

# The inputs that are code: the name of a tool's input → its language.
CODE_INPUTS = {"sql_query": "sql", "sql": "sql", "code": "python"}


def code_in(tool_input: Any) -> list[tuple[str, str]]:
    """Return language and source of each input that is code, cleaned and cut to `MOST_CODE_LINES`."""
    if not isinstance(tool_input, dict):
        return []
    return [
        (CODE_INPUTS[name], _cut(clean(value).strip("\n").split("\n"), MOST_CODE_LINES))
        for name, value in tool_input.items()
        if name in CODE_INPUTS and isinstance(value, str)
    ]


def other_input(tool_input: Any) -> str:
    """Return the inputs that aren't code, as JSON on one line. Empty if there are none."""
    if isinstance(tool_input, dict):
        tool_input = {name: value for name, value in tool_input.items() if not (name in CODE_INPUTS and isinstance(value, str))}
    return one_line(json.dumps(tool_input, ensure_ascii=False), MOST_WIDTH) if tool_input else ""


def of_result(content: str) -> str:
    """Return a tool result's content in a few lines.

    Rows become a table, an object is shown field by field, and anything else by its first lines. A stored result is shown by its
    preview and its place.
    """
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        value = content
    if isinstance(value, dict) and value.keys() >= {"bucket", "key", "preview"}:
        preview = value["preview"]
        size = f", {value['bytes']:,} bytes" if isinstance(value.get("bytes"), int) else ""
        stored = one_line(f"stored: s3://{value['bucket']}/{value['key']}{size}", MOST_WIDTH)
        return f"{of_result(preview if isinstance(preview, str) else json.dumps(preview, ensure_ascii=False))}\n{stored}"
    if isinstance(value, dict) and isinstance(value.get("columns"), list) and isinstance(value.get("rows"), list):
        shown = table(value["columns"], value["rows"], value.get("total_rows"))
        hint = value.get("hint")
        return f"{shown}\n{one_line(f'hint: {hint}', MOST_WIDTH)}" if isinstance(hint, str) else shown
    if isinstance(value, dict) and value.keys() == {"output", "stop_reason"}:
        # Of an agent. Its answer is what it was asked for.
        ended = "" if value["stop_reason"] == "answered" else f"\nstop_reason: {one_line(str(value['stop_reason']), MOST_WIDTH)}"
        return of_result(json.dumps(value["output"], ensure_ascii=False)) + ended
    if isinstance(value, dict):
        value = "\n".join(f"{name}: {_field(field)}" for name, field in value.items() if field not in (None, "", [], {}))
    elif not isinstance(value, str):
        value = json.dumps(value, ensure_ascii=False)
    lines = [line.rstrip() for line in clean(value).split("\n") if line.strip()]
    return _cut([line if len(line) <= MOST_WIDTH else line[: MOST_WIDTH - 1] + "…" for line in lines], MOST_LINES) or "(nothing)"


def table(columns: list[Any], rows: list[Any], total: Any = None) -> str:
    """Return the first rows as an aligned table, and the number of all rows."""
    shown = [[_cell(value) for value in (row if isinstance(row, list) else [row])] for row in rows[:MOST_ROWS]]
    lines = [[_cell(column) for column in columns], *shown]
    widths = [max((len(line[place]) for line in lines if place < len(line)), default=0) for place in range(len(columns))]
    text = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=False)).rstrip() for line in lines]
    text = [line if len(line) <= MOST_WIDTH else line[: MOST_WIDTH - 1] + "…" for line in text]
    count = total if isinstance(total, int) else len(rows)
    more = f", {len(shown)} shown" if len(shown) < count else ""
    return "\n".join([*text, f"({count:,} {'row' if count == 1 else 'rows'}{more})"])


def _field(value: Any) -> str:
    if isinstance(value, dict) and any(isinstance(inner, dict | list) for inner in value.values()):
        # The names say more than the beginning of the first field's content.
        return one_line(f"{{{', '.join(map(str, value))}}}", MOST_WIDTH)
    return one_line(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), MOST_WIDTH)


def _cell(value: Any) -> str:
    return one_line(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), MOST_CELL)


def _cut(lines: list[str], limit: int) -> str:
    if len(lines) <= limit:
        return "\n".join(lines)
    return "\n".join([*lines[:limit], f"… ({len(lines) - limit:,} more lines)"])
