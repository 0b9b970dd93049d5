"""Imports the client of the official SDK, https://github.com/modelcontextprotocol/python-sdk, without its server.

`mcp` and `mcp.client` import a web server, OAuth and a command line when they are imported. So they are entered into `sys.modules`
as empty packages here, and build.toml leaves those parts out of the package.
"""

import importlib.machinery
import sys
import types


def _without_its_init(name: str, path: list[str] | None) -> list[str]:
    """Enter a package into `sys.modules` without running its `__init__.py`. Return where its modules lie."""
    spec = importlib.machinery.PathFinder.find_spec(name, path)
    if spec is None or spec.submodule_search_locations is None:
        raise ImportError(f"there is no package {name}", name=name)
    package = types.ModuleType(name)
    package.__path__ = list(spec.submodule_search_locations)
    sys.modules[name] = package
    return package.__path__


if "mcp" not in sys.modules:
    _without_its_init("mcp.client", _without_its_init("mcp", None))

import anyio  # noqa: E402
import httpx2  # noqa: E402
import mcp_types  # noqa: E402
from mcp.client.session import ClientSession  # noqa: E402
from mcp.client.streamable_http import streamable_http_client  # noqa: E402
from mcp.shared.exceptions import MCPError  # noqa: E402
from pydantic import TypeAdapter, ValidationError  # noqa: E402

__all__ = ["ClientSession", "MCPError", "TypeAdapter", "ValidationError", "anyio", "httpx2", "mcp_types", "streamable_http_client"]
