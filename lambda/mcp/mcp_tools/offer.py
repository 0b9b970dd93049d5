"""Lists the tools of an MCP server for a person who pins them. `agent new mcp` runs this handler in the built package."""

from typing import Any

from mcp_tools.connection import Server, ServerError, ask, plain
from mcp_tools.pinned import digest, listed
from mcp_tools.sdk import ClientSession


def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Return {"tools": [{"name", "description", "input_schema", "output_schema", "sha256"}]}, or {"error"}.

    event: {"url", "headers", "secret", "seconds"}.
    """
    server = Server(event["url"], event["headers"], event["secret"])
    try:
        return {"tools": plain(ask(server, event["seconds"], _tools), server)}
    except ServerError as wrong:
        return {"error": str(wrong)}


async def _tools(session: ClientSession) -> list[dict[str, Any]]:
    return [
        {
            "name": tool.name,
            "description": tool.description or "",
            "input_schema": tool.input_schema,
            "output_schema": tool.output_schema,
            "sha256": digest(tool),
        }
        for tool in await listed(session)
    ]
