"""Finds halves of surrogate pairs before a model is asked. JSON can write one, as `\\ud83d`, but UTF-8 can't.

So a conversation with one can't be sent to a provider or stored.
"""

import json
import re
from typing import Any

from call_llm.errors import LLMBadRequest

_HALF = re.compile("[\ud800-\udfff]")


def find(value: Any) -> str | None:
    """Return the first half of a pair in a value's texts and names, as JSON writes it."""
    half = _HALF.search(json.dumps(value, ensure_ascii=False))
    return f"\\u{ord(half[0]):04x}" if half else None


def refuse(event: dict[str, Any], conversation: list[Any]) -> list[Any]:
    """Return the conversation with question marks for halves in tool results, which are no fault of the person who asks.

    Raises LLMBadRequest for a half anywhere else.
    """
    cleaned = [_with_clean_results(message) for message in conversation]
    parts = [("system", event.get("system")), *((f"messages[{number}]", message) for number, message in enumerate(cleaned))]
    for at, part in [*parts, ("tools", event.get("tools"))]:
        if half := find(part):
            raise LLMBadRequest(
                f"{at} has half of a surrogate pair ({half}), which is no character. Write the whole character, or leave it out"
            )
    return cleaned


def _with_clean_results(message: Any) -> Any:
    content = message.get("content") if isinstance(message, dict) else None
    if not isinstance(content, list):
        return message
    return message | {"content": [_whole(block) if _is_result(block) and find(block) else block for block in content]}


def _whole(value: Any) -> Any:
    return json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))


def _is_result(block: Any) -> bool:
    return isinstance(block, dict) and block.get("type") == "tool_result"
