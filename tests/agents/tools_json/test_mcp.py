"""The block `mcp` of a tools.json: what is taken, and the sentence for what isn't."""

import json
import re
from typing import Any

import pytest

from agents.errors import DeclarationError
from agents.tools_json import mcp
from agents.tools_json.file import checked

PIN = {"name": "add", "sha256": "0" * 64}


def pinned(**changes: Any) -> dict[str, Any]:
    """Return a tools.json with one pinned tool."""
    empty = {"type": "object", "properties": {}, "additionalProperties": False}
    return {
        "language": "python",
        "memory_mb": 512,
        "timeout_seconds": 30,
        "reads_data": False,
        "sends_out": True,
        "settings": {"url": {"description": "The URL.", "default": "https://example.com/mcp", "pattern": mcp.URL}},
        "mcp": {"tools": {"add": PIN}},
        "tools": [{"name": "add", "description": "Adds.", "input_schema": empty}],
        **changes,
    }


def test_a_pin_for_each_tool_is_taken() -> None:
    file = pinned(
        secrets={"key": "A key."},
        mcp={
            "secret": {"name": "key", "header": "Authorization", "prefix": "Bearer "},
            "tools": {"add": {**PIN, "null_if_missing": ["a", "rows[].b"]}},
        },
    )
    assert checked(json.dumps(file).encode(), "tools.json") == file


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"language": "go"}, 'language is "go": the code for tools of an MCP server is in python'),
        ({"settings": {}}, "settings.url isn't there, or has another pattern than "),
        (
            {"settings": {"url": {"description": "", "default": "", "pattern": ".*"}}},
            "settings.url isn't there, or has another pattern than ",
        ),
        ({"mcp": {"tools": {}}}, "mcp.tools has no add, which is one of the tools."),
        ({"mcp": {"tools": {"add": PIN, "take": PIN}}}, "mcp.tools.take is none of the tools: add."),
        ({"mcp": {"tools": {"add": {**PIN, "sha256": "f"}}}}, 'mcp.tools.add.sha256 is "f": allowed are the 64 digits'),
        (
            {"mcp": {"secret": {"name": "key", "header": "X-Key"}, "tools": {"add": PIN}}},
            'mcp.secret.name is "key": allowed are the names in secrets, none',
        ),
        (
            {"mcp": {"secret": {"name": "key", "header": "X: y"}, "tools": {"add": PIN}}},
            'mcp.secret.header is "X: y": allowed are 1 to 64 letters, digits and -',
        ),
        (
            {"mcp": {"secret": {"name": "key", "header": "X", "prefix": "a\n"}, "tools": {"add": PIN}}},
            'mcp.secret.prefix is "a\\n": allowed are 40 characters of ASCII',
        ),
    ],
)
def test_what_doesnt_fit_is_refused(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(DeclarationError) as refused:
        checked(json.dumps(pinned(**changes)).encode(), "tools.json")
    assert f"\n- {problem}" in str(refused.value)


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://example.com", True),
        ("https://example.com:8443/mcp?x=1", True),
        ("http://127.0.0.1:8000/mcp", True),
        ("http://localhost/mcp", True),
        ("http://example.com/mcp", False),
        ("http://127.0.0.1.example.com/mcp", False),
        ("http://127.0.0.1@example.com/mcp", False),
        ("http://169.254.169.254/mcp", False),
        ("https://me:key@example.com/mcp", False),
        ("https://example.com/a b", False),
        ("file:///etc/passwd", False),
        ("https://", False),
    ],
)
def test_a_url_is_one_with_tls_or_of_this_machine(url: str, taken: bool) -> None:
    assert bool(re.fullmatch(mcp.URL, url)) is taken
