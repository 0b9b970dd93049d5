"""The tools of tests/events/tools.json, in Python."""

import json
import tempfile
from pathlib import Path
from typing import Any

from toolkit import DeclarationError, ToolError, ToolUse, secret, tool_handler


def echo(text: str, times: int = 1) -> dict[str, Any]:
    return {"text": text, "times": times}


def nothing() -> str:
    return ""


def refuse(reason: str) -> None:
    raise ToolError(reason)


def crash() -> float:
    return 1 / 0


def repeat(text: str, count: int) -> str:
    return text * count


def numbers() -> dict[str, Any]:
    return {"big": 9007199254740993, "nan": float("nan"), "up": float("inf"), "down": float("-inf")}


def read(bucket: str, key: str, use: ToolUse) -> str:
    with use.open(bucket, key) as file:
        return file.read().decode("utf-8")


def store(name: str, use: ToolUse) -> dict[str, Any]:
    return use.store(name, b"stored", "text/plain")


def reveal() -> str:
    return secret("door").value


def probe(schema: str, required: bool, input: str) -> str:
    def take(v: Any = None) -> dict[str, Any]:
        return {} if v is None else {"v": v}

    needed = '"v"' if required else ""
    with tempfile.TemporaryDirectory() as folder:
        tools_json = Path(folder, "tools.json")
        tools_json.write_text(
            '{"tools": [{"name": "take", "input_schema": {"type": "object", "properties": {"v": '
            f'{schema}}}, "required": [{needed}], "additionalProperties": false}}}}]}}',
            "utf-8",
        )
        try:
            inner = tool_handler(tools_json, take)
        except DeclarationError as wrong:
            raise ToolError(f"DeclarationError: {wrong}") from wrong
    result = inner({"id": "toolu_2", "name": "take", "input": json.loads(input)}, None)
    if result["is_error"]:
        raise ToolError(result["content"])
    return str(result["content"])


handler = tool_handler(
    Path(__file__).with_name("tools.json"), echo, nothing, refuse, crash, repeat, numbers, read, store, reveal, probe
)
