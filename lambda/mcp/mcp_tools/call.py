"""A Lambda handler that passes a tool use on to an MCP server."""

import json
import re
from pathlib import Path
from typing import Any

from toolkit import ToolError, ToolUse, handler_of_all, secret, setting
from toolkit.dispatch import Handler

from mcp_tools import answer
from mcp_tools.connection import Server, ServerError, ask
from mcp_tools.pinned import Pinned, PinnedTool, filled, read_pinned, refuse_changed
from mcp_tools.sdk import ClientSession, TypeAdapter, mcp_types

_ANSWERS: TypeAdapter[mcp_types.CallToolResult | mcp_types.InputRequiredResult] = TypeAdapter(
    mcp_types.CallToolResult | mcp_types.InputRequiredResult
)

SECONDS_FOR_THE_RESULT = 2.0
"""The time of the function's timeout that is left for storing files and for the result."""


def mcp_handler(tools_json: Path) -> Handler:
    """Return the handler of a folder whose tools.json has a block `mcp`."""
    pinned = read_pinned(tools_json)
    timeout: float = json.loads(tools_json.read_text("utf-8"))["timeout_seconds"]

    def call(use: ToolUse, given: dict[str, Any], context: Any) -> Any:
        tool, server = pinned.tools[use.name], server_of(pinned)
        left = context.get_remaining_time_in_millis() / 1000 if context else timeout
        seconds = max(left - SECONDS_FOR_THE_RESULT, left / 2)
        try:
            answered = ask(server, seconds, lambda session: _call(session, pinned, tool, given))
        except ServerError as wrong:
            raise ToolError(str(wrong)) from wrong
        content = answer.content(answered, server, use)
        if answered.is_error:
            raise ToolError(content)
        return content

    return handler_of_all(tools_json, call)


def server_of(pinned: Pinned) -> Server:
    """Return the server with the headers that carry the secret. Raises ToolError for a secret that no header can carry."""
    url = setting("url")
    if not pinned.secret:
        return Server(url)
    value = secret(pinned.secret).value
    if not re.fullmatch(r"[!-~]+", value):
        raise ToolError(f"The secret {pinned.secret} has a character that no header can carry. A person has to set it anew.")
    return Server(url, {pinned.header: f"{pinned.prefix}{value}"}, value)


async def _call(session: ClientSession, pinned: Pinned, tool: PinnedTool, given: dict[str, Any]) -> mcp_types.CallToolResult:
    await refuse_changed(session, pinned)
    # Not session.call_tool: it checks the result against the server's own schema, whose patterns may take years.
    request = mcp_types.CallToolRequest(params=mcp_types.CallToolRequestParams(name=tool.name, arguments=filled(given, tool)))
    answered = await session.send_request(request, _ANSWERS)
    if isinstance(answered, mcp_types.InputRequiredResult):
        raise ServerError("The MCP server asks back before it answers. This tool can't do that: give all that it needs at once.")
    return answered
