"""The tools of tests/events/tools.json, in Python."""

from pathlib import Path
from typing import Any

from toolkit import ToolError, ToolUse, tool_handler


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


handler = tool_handler(Path(__file__).with_name("tools.json"), echo, nothing, refuse, crash, repeat, numbers, read)
