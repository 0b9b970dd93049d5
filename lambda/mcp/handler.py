"""The tools of an MCP server, as the tools.json of a folder pins them. All such folders have this code."""

from pathlib import Path

from mcp_tools.call import mcp_handler

handler = mcp_handler(Path(__file__).with_name("tools.json"))
