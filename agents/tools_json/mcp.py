"""Checks the block `mcp` of a tools.json against the rest of the file, and has the rule for a server's URL."""

import json
from collections.abc import Iterator
from typing import Any

URL = r"https://[^\s/?#@]+([/?][^\s#]*)?|http://(127\.0\.0\.1|localhost)(:[0-9]+)?([/?][^\s#]*)?"
"""A regular expression for the URL of an MCP server. Without TLS only this machine is asked. A password isn't a part of a URL."""


def problems(declared: dict[str, Any]) -> list[str]:
    """Return a sentence for each thing that is wrong with the block `mcp` of a file that fits `tools.schema.json`."""
    return list(_problems(declared)) if "mcp" in declared else []


def _problems(declared: dict[str, Any]) -> Iterator[str]:
    pinned, names = declared["mcp"], [tool["name"] for tool in declared["tools"]]
    if declared["language"] != "python":
        yield f"language is {json.dumps(declared['language'])}: the code for tools of an MCP server is in python"
    if declared.get("settings", {}).get("url", {}).get("pattern") != URL:
        yield f"settings.url isn't there, or has another pattern than {json.dumps(URL)}: it is the URL of the MCP server"
    for name in names:
        if name not in pinned["tools"]:
            yield f"mcp.tools has no {name}, which is one of the tools. Pin the tools anew: agent new mcp --again <the folder>"
    for name in pinned["tools"]:
        if name not in names:
            yield f"mcp.tools.{name} is none of the tools: {', '.join(names)}. Remove it from mcp.tools"
    secret = pinned.get("secret", {}).get("name")
    if secret is not None and secret not in declared.get("secrets", {}):
        known = ", ".join(declared.get("secrets", {})) or "none"
        yield f"mcp.secret.name is {json.dumps(secret)}: allowed are the names in secrets, {known}"
