"""Prints the pinned tools, and how a server has changed them. All of it goes through `clean`: the texts are a stranger's."""

import difflib
import json
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from cli.untrusted import clean

WIDTH = 80
_COLOURS = {"+": "green", "-": "red"}


def described(tools: Mapping[str, dict[str, Any]]) -> str:
    """Return the name, the description and the fields of each tool, in 80 columns."""
    return "\n".join(line for tool in tools.values() for line in _described(tool))


def _described(tool: dict[str, Any]) -> Iterator[str]:
    yield f"  {tool['name']}"
    for line in clean(tool["description"]).splitlines():
        yield from textwrap.wrap(line, WIDTH, initial_indent="      ", subsequent_indent="      ")
    required = tool["input_schema"].get("required", ())
    fields = [
        f"{name} ({field['type']}{', required' if name in required else ''})"
        for name, field in tool["input_schema"]["properties"].items()
    ]
    yield from textwrap.wrap(
        f"takes {', '.join(fields) or 'nothing'}", WIDTH, initial_indent="      ", subsequent_indent="        "
    )


def changes(before: dict[str, Any] | None, after: dict[str, Any]) -> list[str]:
    """Return how an entry of `tools` has changed, as lines that begin with +, - or a blank."""
    old, new = (_lines(each) if each else [] for each in (before, after))
    return [line for line in difflib.unified_diff(old, new, lineterm="", n=2) if not line.startswith(("---", "+++", "@@"))]


def _lines(tool: dict[str, Any]) -> list[str]:
    words = [clean(line) for line in tool["description"].splitlines()]
    return [*words, *json.dumps(tool["input_schema"], indent=2, ensure_ascii=False).splitlines()]


def print_changes(name: str, lines: list[str]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    console.print(Text(f"{clean(name)} has changed:"))
    for line in lines or ["  What it returns has changed, and nothing that the model reads before."]:
        console.print(Text(f"  {clean(line)}", style=_COLOURS.get(line[:1], "")))
