"""The tools that a tools.json has pinned, and whether the server still has them."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mcp_tools.connection import ServerError
from mcp_tools.sdk import ClientSession, mcp_types

MOST_PAGES = 20
"""The most pages of a server's list of tools that are read."""


@dataclass(frozen=True)
class PinnedTool:
    """One tool, as `mcp.tools` of tools.json pins it."""

    name: str
    """The server's own name of it."""
    sha256: str
    """The digest of the server's name, description and schemas."""
    null_if_missing: tuple[str, ...] = ()
    """The fields that get a null if the input lacks them, like `filter` or `rows[].note`. The server wants them to be there."""


@dataclass(frozen=True)
class Pinned:
    """The block `mcp` of a tools.json."""

    tools: dict[str, PinnedTool]
    """By the name by which the model calls them."""
    secret: str = ""
    """The name of the secret. Empty: the server takes none."""
    header: str = ""
    """The header that carries the secret."""
    prefix: str = ""
    """The text before the secret in the header, like `Bearer `."""


def read_pinned(path: Path) -> Pinned:
    declared = json.loads(path.read_text("utf-8"))["mcp"]
    tools = {
        name: PinnedTool(tool["name"], tool["sha256"], tuple(tool.get("null_if_missing", ())))
        for name, tool in declared["tools"].items()
    }
    secret = declared.get("secret", {})
    return Pinned(tools, secret.get("name", ""), secret.get("header", ""), secret.get("prefix", ""))


def digest(tool: mcp_types.Tool) -> str:
    """Return a digest of all that a server says of a tool to a model: its name, its description and its schemas."""
    said = {
        "name": tool.name,
        "description": tool.description,
        "input_schema": tool.input_schema,
        "output_schema": tool.output_schema,
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


async def listed(session: ClientSession, until: set[str] | None = None) -> list[mcp_types.Tool]:
    """Return the server's tools, page after page. Raises ServerError for a list without an end.

    until: stop where these names were found. None: read the whole list.
    """
    found: list[mcp_types.Tool] = []
    cursor = None
    for _ in range(MOST_PAGES):
        page = await session.list_tools(params=mcp_types.PaginatedRequestParams(cursor=cursor) if cursor else None)
        found += page.tools
        cursor = page.next_cursor
        if not cursor or (until is not None and until <= {tool.name for tool in found}):
            return found
    raise ServerError(f"The MCP server's list of tools has more than {MOST_PAGES} pages.")


async def refuse_changed(session: ClientSession, pinned: Pinned) -> None:
    """Raise ServerError if the server has changed or removed a pinned tool. More tools than those don't matter."""
    wanted = {tool.name: tool.sha256 for tool in pinned.tools.values()}
    there: dict[str, set[str]] = {}
    for tool in await listed(session, set(wanted)):
        there.setdefault(tool.name, set()).add(digest(tool))
    changed = sorted(name for name, sha256 in wanted.items() if there.get(name) != {sha256})
    if changed:
        raise ServerError(
            f"The MCP server has changed {', '.join(changed[:5])} since a person looked at its tools, so none of them is called. "
            "Tell the user that a person has to look at the change and pin the tools anew: agent new mcp --again <their folder>"
        )


def filled(given: Any, tool: PinnedTool) -> Any:
    """Return an input with a null for each missing field that the server wants to be there."""
    for path in tool.null_if_missing:
        _fill(given, path.split("."))
    return given


def _fill(value: Any, steps: list[str]) -> None:
    name, *rest = steps
    key, lists = name.rstrip("[]"), name.count("[]")
    if not isinstance(value, dict):
        return
    if not rest:
        value.setdefault(key, None)
        return
    inside = [value.get(key)]
    for _ in range(lists):
        inside = [each for found in inside if isinstance(found, list) for each in found]
    for each in inside:
        _fill(each, rest)
