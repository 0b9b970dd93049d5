"""Decides which thinking blocks go to a target.

A model signs its thinking blocks, and takes only its own back. Another model refuses them, or reads them as a part of the
conversation. So each block is marked with the target's model when it comes in, and is sent to no other.
https://platform.claude.com/docs/en/build-with-claude/extended-thinking
"""

import itertools
import json
from typing import Any

from call_llm import tool_uses
from call_llm.config import Target
from call_llm.providers import provider_of

TYPES = ("thinking", "redacted_thinking")
# Either of them switches thinking on. LiteLLM turns the second into the first.
PARAMS = ("thinking", "reasoning_effort")
LARGEST = 32 * 1024
"""The most characters of JSON that the thinking blocks of a turn may have. They can't be cut, so larger ones are left out."""


def keep_thoughts(blocks: list[dict[str, Any]], target: Target, room: int = LARGEST) -> list[dict[str, Any]]:
    """Return the thinking blocks of an answer, each with its `model`. Return none if they are larger together than the room."""
    # A signed block may have an empty text (`display: omitted`). It is refused if it comes back without the field.
    kept = [
        {name: block[name] for name in ("type", "thinking", "signature", "data") if _is_text(block.get(name))}
        | ({"thinking": ""} if block.get("thinking") == "" else {})
        for block in blocks
    ]
    if len(json.dumps(kept, ensure_ascii=False)) > room:
        return []
    return [tool_uses.storable(block) | {"model": target.model} for block in kept]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def own_blocks(content: list[dict[str, Any]], target: Target) -> list[dict[str, Any]]:
    """Return the thinking blocks of an assistant turn that this target takes back, as it sent them."""
    provider = provider_of(target.model)
    if not provider.keeps_thinking:
        return []
    own = [block for block in content if block["type"] in TYPES and block.get("model") == target.model]
    return [
        {name: value for name, value in block.items() if name != "model"}
        for block in own
        if "signature" in block or "data" in block or not provider.signs_thinking
    ]


def may_think(messages: list[dict[str, Any]], tool_choice: dict[str, Any] | None, target: Target) -> bool:
    """Return whether the model may think in this call.

    It may not if it is forced to use a tool. Within a loop of tool uses it may only if each assistant turn begins with its own
    thoughts, which is not so for a turn of another model. Where thoughts aren't signed, this holds for the tool uses of all loops.
    """
    provider = provider_of(target.model)
    if not provider.keeps_thinking:
        return True
    if (tool_choice or {}).get("type") in ("any", "tool"):
        return False
    for role, content in reversed(_turns(messages)):
        if role == "assistant":
            asked = any(block["type"] == "tool_use" for block in content)
            if (asked or provider.signs_thinking) and not own_blocks(content, target):
                return False
        elif provider.signs_thinking and all(block["type"] != "tool_result" for block in content):
            return True
    return True


def _turns(messages: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Join messages of one role that follow each other. So a question right after tool results doesn't end their loop."""
    by_role = itertools.groupby(messages, key=lambda message: message["role"])
    return [(role, [block for message in said for block in message["content"]]) for role, said in by_role]
