# /// script
# requires-python = ">=3.11"
# dependencies = ["mcp==2.3.0"]
# ///
"""A small MCP server to try things with. `uv run server.py` installs the official SDK for it and serves http://127.0.0.1:8765/mcp.

`--loaded` serves it with another description, as a server that has changed. The server ends by itself after ten minutes.
"""

import os
import random
import sys
import threading
from typing import Annotated

from mcp.server.mcpserver import MCPServer
from pydantic import Field

server = MCPServer("dice", log_level="WARNING")


@server.tool(description="Rolls dice. Returns the numbers." + (" They are loaded." if "--loaded" in sys.argv else ""))
def roll(
    times: Annotated[int, Field(ge=1, le=100, description="How many dice.")] = 1,
    sides: Annotated[int | None, Field(ge=2, le=100, description="Of each.")] = None,
) -> list[int]:
    return [random.randint(1, sides or 6) for _ in range(times)]


@server.tool()
def flip() -> str:
    """Flips a coin. Returns heads or tails."""
    return random.choice(["heads", "tails"])


ending = threading.Timer(600, os._exit, [0])
ending.daemon = True
ending.start()
server.run("streamable-http", port=8765)
