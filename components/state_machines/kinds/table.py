"""The kinds of tools by name, and the one that a tool is of."""

from collections.abc import Mapping, Sequence
from typing import Any

from components.state_machines.kinds import agent, function, http
from components.state_machines.kinds.kind import Kind, Permission, PlainTool, ToolArgsError

__all__ = ["KINDS", "ToolArgsError", "kind_of", "permissions", "states"]

KINDS: dict[str, Kind] = {"function": function, "http": http, "agent": agent}
"""Each kind by its key in a plain tool (`components/tool_args.py`)."""


def states(tool: PlainTool) -> dict[str, Any]:
    """Return the states of one tool by name. Raises ToolArgsError."""
    name, kind = tool.get("name"), KINDS[kind_of(tool)]
    if problems := kind.problems(tool):
        raise ToolArgsError("\n- ".join((f"the tool {name!r} is declared wrongly:", *problems)))
    return kind.states(tool)


def permissions(tools: Sequence[PlainTool], placeholders: Mapping[str, str]) -> list[Permission]:
    """Return what the role of a state machine with these tools has to be allowed. Raises ToolArgsError."""
    of_each = {name: [tool for tool in tools if kind_of(tool) == name] for name in KINDS}
    return [allowed for name, some in of_each.items() if some for allowed in KINDS[name].permissions(some, placeholders)]


def kind_of(tool: PlainTool) -> str:
    """Return the name of the tool's kind. Raises ToolArgsError if it is of no kind, or of two."""
    given = [name for name in KINDS if tool.get(name) is not None]
    if len(given) != 1:
        has = " and ".join(given) or "none"
        raise ToolArgsError(f"the tool {tool.get('name')!r} has {has} of {', '.join(KINDS)}: allowed is exactly one")
    return given[0]
