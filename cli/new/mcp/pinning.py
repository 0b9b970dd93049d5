"""Makes the tools.json of an MCP server's tools."""

import re
import shlex
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from agents.tools_json import mcp as block
from cli.new.mcp.dialect import bounded, translated
from cli.new.mcp.errors import PinningError, UntranslatableError
from cli.new.mcp.offered import OfferedTool
from cli.untrusted import clean, one_line

MOST_TOOLS = 64
"""The most tools that are pinned without being named. A model reads all of them in each turn."""
MOST_DESCRIPTION = 1024
_BOTH = "With a --prefix, as in --prefix other_, both can be there"


@dataclass(frozen=True)
class Wanted:
    """What a person wants to pin."""

    names: tuple[str, ...] = ()
    """The server's names of the tools. Empty: all that it offers."""
    prefix: str = ""
    """The text before each name, so that tools of two servers don't have one name."""
    taken: frozenset[str] = frozenset()
    """The names of the project's other tools."""


@dataclass(frozen=True)
class PinnedTools:
    """The entries of a tools.json."""

    tools: dict[str, dict[str, Any]]
    """The entries of `tools`, by name."""
    pins: dict[str, dict[str, Any]]
    """The entries of `mcp.tools`, by the same names."""
    notes: list[str] = field(default_factory=list)
    """A sentence for each thing that a person should know."""


def pinned(offers: Sequence[OfferedTool], wanted: Wanted, again: str) -> PinnedTools:
    """Return the entries for the wanted tools. Raises PinningError, which names all tools that can't be pinned.

    again: the command that was given, without --tools.
    """
    chosen = _chosen(offers, wanted, again)
    found = PinnedTools({}, {})
    problems: dict[str, str] = {}
    for tool in chosen:
        name = wanted.prefix + own_name(tool.name)
        if why := _refused_name(tool.name, name, wanted.taken | found.tools.keys()):
            problems[tool.name] = why
            continue
        try:
            schema = translated(tool.input_schema)
        except UntranslatableError as error:
            problems[tool.name] = str(error)
            continue
        description = bounded(tool.description, MOST_DESCRIPTION) or f"The tool {name} of an MCP server."
        if len(clean(tool.description).strip()) > MOST_DESCRIPTION:
            found.notes.append(f"{name}: its description was cut to {MOST_DESCRIPTION:,} characters. Shorten it in your own words.")
        found.tools[name] = {"name": name, "description": description, "input_schema": schema.schema}
        nulls = {"null_if_missing": list(schema.null_if_missing)} if schema.null_if_missing else {}
        found.pins[name] = {"name": tool.name, "sha256": tool.sha256, **nulls}
    if problems:
        rest = [tool.name for tool in chosen if tool.name not in problems]
        leave = f"Leave {'it' if len(problems) == 1 else 'them'} out: {again} --tools {_as_argument(rest)}" if rest else ""
        lines = [f"- {one_line(name, 100)}: {why}" for name, why in problems.items()]
        raise PinningError("\n".join(["these tools of the server can't be pinned:", *lines, *([leave] if leave else [])]))
    return found


def _chosen(offers: Sequence[OfferedTool], wanted: Wanted, again: str) -> list[OfferedTool]:
    names = [tool.name for tool in offers]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise PinningError(f"the server offers several tools with the name {_in_words(twice)}: nobody can tell which one is called")
    if missing := [name for name in wanted.names if name not in names]:
        raise PinningError(f"the server offers no {_in_words(missing)}. It offers {_in_words(names) or 'no tools'}")
    if not offers:
        raise PinningError("the server offers no tools")
    if not wanted.names and len(offers) > MOST_TOOLS:
        raise PinningError(
            f"the server offers {len(offers):,} tools, and a model reads all of an agent's tools in each turn. Name those that you "
            f"need, like in: {again} --tools {_as_argument(names[:2])}. It offers {_in_words(names)}"
        )
    return [tool for tool in offers if not wanted.names or tool.name in wanted.names]


def own_name(name: str) -> str:
    """Return the name that a tool of a server has here, without a prefix."""
    return re.sub(r"[^a-zA-Z0-9_-]", "_", name)


def _refused_name(servers: str, name: str, taken: Collection[str]) -> str | None:
    if not re.fullmatch(r"[a-zA-Z0-9_./-]{1,128}", servers):
        return "its name isn't one of MCP, which are 1 to 128 letters, digits and _ - . /"
    if len(name) > 64:
        return "its name has more than 64 characters"
    if name == "final_answer":
        return f"every agent has a tool of that name, by which it answers. {_BOTH}"
    if name in taken:
        return f"there is a tool {name} already. {_BOTH}"
    return None


def tools_json(found: PinnedTools, url: str, said: Mapping[str, Any], secret: Mapping[str, str], what: str) -> dict[str, Any]:
    """Return a new tools.json.

    said: the keys that a person decides: timeout_seconds, holds_data, sends_out.
    secret: `mcp.secret`, or empty.
    what: the description of the secret.
    """
    return {
        "$schema": "../tools.schema.json",
        "language": "python",
        "memory_mb": 1024,
        "timeout_seconds": said["timeout_seconds"],
        "reads_data": False,
        **({"holds_data": True} if said["holds_data"] else {}),
        "sends_out": said["sends_out"],
        **({"secrets": {secret["name"]: what}} if secret else {}),
        "settings": {"url": {"description": "The URL of the MCP server.", "default": url, "pattern": block.URL}},
        "mcp": {**({"secret": dict(secret)} if secret else {}), "tools": found.pins},
        "tools": list(found.tools.values()),
    }


def _in_words(names: Sequence[str]) -> str:
    shown = [one_line(name, 100) for name in names[:30]]
    return ", ".join(shown) + (f" and {len(names) - 30:,} more" if len(names) > 30 else "")


def _as_argument(names: Sequence[str]) -> str:
    """Return names as an argument of a shell."""
    return shlex.quote(",".join(one_line(name, 200) for name in names))
