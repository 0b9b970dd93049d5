"""Asks an MCP server for its tools, by the code that runs in the function (lambda/mcp): as a process of the built package."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cli.new.mcp.errors import ServerRefusedError
from components.packaging.errors import BuildError
from components.tool_folder import MCP
from local.built_function import BuiltFunction, build_for_this_machine
from local.laptop import Say

SECONDS = 30.0
SECONDS_FOR_THE_PROCESS = 60.0


@dataclass(frozen=True)
class OfferedTool:
    """A tool in the words of the server. They are untrusted text."""

    name: str
    description: str
    input_schema: dict[str, Any]
    output_schema: dict[str, Any] | None
    sha256: str


@dataclass(frozen=True)
class Credential:
    """A secret and the header that carries it."""

    header: str
    prefix: str
    value: str = field(repr=False)


def offered(url: str, credential: Credential | None, say: Say) -> list[OfferedTool]:
    """Return the server's tools in its order. Raises ServerRefusedError."""
    headers: Mapping[str, str] = {credential.header: f"{credential.prefix}{credential.value}"} if credential else {}
    event = {"url": url, "headers": headers, "secret": credential.value if credential else "", "seconds": SECONDS}
    try:
        package = build_for_this_machine(MCP.name, MCP, "python", "agent new mcp", say)
    except BuildError as error:
        raise ServerRefusedError(str(error)) from error
    with tempfile.TemporaryDirectory(prefix="agent-new-mcp-") as folder:
        # The client asks no AWS service.
        function = BuiltFunction(
            package, Path(folder), "http://127.0.0.1:1", 1024, {"_HANDLER": "mcp_tools.offer.handler"}, SECONDS_FOR_THE_PROCESS
        )
        try:
            answer = function.invoke(event)
        finally:
            function.close()
    if answer.error:
        raise ServerRefusedError(f"{url} can't be asked: {answer.error.type}: {answer.error.message}")
    if "error" in answer.result:
        raise ServerRefusedError(f"{url} offers nothing: {answer.result['error']}")
    return [OfferedTool(**tool) for tool in answer.result["tools"]]
