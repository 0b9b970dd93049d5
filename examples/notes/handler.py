"""The tools `take_note` and `read_note`, on a table of their own."""

import functools
import os
from pathlib import Path
from typing import Any

import boto3
from toolkit import ToolError, tool_handler


@functools.cache
def table() -> Any:
    """Return the table that `resources.py` makes."""
    return boto3.resource("dynamodb").Table(os.environ["NOTES_TABLE"])


def take_note(subject: str, text: str) -> dict[str, Any]:
    """Return {"subject", "kept"}."""
    table().put_item(Item={"subject": subject, "text": text})
    return {"subject": subject, "kept": True}


def read_note(subject: str) -> dict[str, Any]:
    """Return {"subject", "text"}. Raises ToolError if there is no note."""
    found = table().get_item(Key={"subject": subject}).get("Item")
    if not found:
        raise ToolError(f"there is no note about {subject!r}. Take one with take_note, or ask for another subject")
    return {"subject": subject, "text": found["text"]}


handler = tool_handler(Path(__file__).with_name("tools.json"), take_note, read_note)
