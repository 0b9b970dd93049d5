"""A server of the official SDK, with tools of every kind of answer."""

import base64
from typing import Annotated, Any, Literal

from mcp.server.mcpserver import Image, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import InputRequiredResult
from pydantic import BaseModel, Field

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


class Point(BaseModel):
    x: float
    y: float
    label: str | None


def server(description: str) -> MCPServer:
    """Return a server whose tool `add` has this description."""
    made = MCPServer("tests", log_level="CRITICAL")

    @made.tool(description=description)
    def add(a: int, b: int = 3) -> dict[str, int]:
        return {"sum": a + b}

    @made.tool()
    def points(
        points: list[Point],
        mode: Literal["near", "far"] = "near",
        least: Annotated[float | None, Field(ge=0, description="The least distance.")] = None,
    ) -> str:
        """Says what it was given."""
        return f"{[point.model_dump() for point in points]} {mode} {least}"

    @made.tool()
    def note(text: str, tag: str | None) -> str:
        """Keeps a note. The tag has to be there, and may be null."""
        return f"{text} {tag}"

    @made.tool(structured_output=False)
    def picture() -> list[Any]:
        """Draws."""
        return ["A dot.", Image(data=PNG, format="png")]

    @made.tool()
    def rows(count: int) -> list[dict[str, int]]:
        """Returns rows."""
        return [{"row": at} for at in range(count)]

    @made.tool()
    def fail(text: str) -> str:
        """Fails."""
        raise ToolError(f"no {text} here")

    @made.tool()
    def ask_back() -> str | InputRequiredResult:
        """Asks for more before it answers."""
        return InputRequiredResult(input_requests={}, request_state="state")

    return made
