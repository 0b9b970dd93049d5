"""The kinds of tools by name, and the one that a tool is of."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from agents.tool_kinds.expressions import inside
from agents.tools_json.placeholders import PLACEHOLDERS
from components.state_machines.kinds import agent, api, function, http
from components.state_machines.kinds.kind import Kind, Permission, PlainTool, ToolArgsError

__all__ = ["KINDS", "ToolArgsError", "filled", "kind_of", "permissions", "states"]

KINDS: dict[str, Kind] = {"function": function, "http": http, "agent": agent, "api": api}
"""Each kind by its key in a plain tool (`components/tool_args.py`)."""

_PLACEHOLDER = re.compile(r"\$\{([^}]*)\}")


def filled(tools: Sequence[PlainTool], placeholders: Mapping[str, str]) -> list[PlainTool]:
    """Return the tools with the placeholders `${name}` of their own kinds' parts filled in, but for those in expressions.

    Raises ToolArgsError for a placeholder that doesn't exist.
    """
    made: list[PlainTool] = []
    for tool in tools:
        kind = kind_of(tool)
        try:
            made.append({**tool, kind: _filled(tool[kind], placeholders)})
        except KeyError as missing:
            allowed = ", ".join(f"${{{name}}}" for name in PLACEHOLDERS)
            raise ToolArgsError(
                f"the tool {tool.get('name')!r}: there is no placeholder ${{{missing.args[0]}}}. Allowed are {allowed}"
            ) from missing
    return made


def _filled(part: Any, placeholders: Mapping[str, str]) -> Any:
    if isinstance(part, Mapping):
        return {_filled(key, placeholders): _filled(value, placeholders) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [_filled(value, placeholders) for value in part]
    if not isinstance(part, str) or inside(part) is not None:
        return part
    return _PLACEHOLDER.sub(lambda found: placeholders[found[1]], part)


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
