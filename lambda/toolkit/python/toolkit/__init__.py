"""The tool contract for Python: a tool is a plain function, and `tool_handler` makes a Lambda handler of it.

    from toolkit import ToolError, tool_handler

    def add(a: int, b: int) -> dict:
        return {"sum": a + b}

    handler = tool_handler(Path(__file__).with_name("tools.json"), add)

The handler takes one tool use, checks its input against `tools.json`, calls the function of that name and returns a tool result.
"""

from toolkit.dispatch import handler_of_all, tool_handler
from toolkit.errors import (
    DeclarationError,
    MalformedEventError,
    NoSecretError,
    NowhereToStoreError,
    ToolError,
    UnreadableFileError,
)
from toolkit.result import Result, Stored
from toolkit.secrets import Secret, secret
from toolkit.settings import setting
from toolkit.tool_use import ToolUse

__all__ = [
    "DeclarationError",
    "MalformedEventError",
    "NoSecretError",
    "NowhereToStoreError",
    "Result",
    "Secret",
    "Stored",
    "ToolError",
    "ToolUse",
    "UnreadableFileError",
    "handler_of_all",
    "secret",
    "setting",
    "tool_handler",
]
