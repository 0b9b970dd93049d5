"""Whose thoughts go to whom.

A thinking block is signed by the model that thought it, and only that model takes it back: the others refuse it or would read it as
something said to them. So each block is marked with the target's model when it comes in, and goes out to no other.
https://platform.claude.com/docs/en/build-with-claude/extended-thinking
"""

import itertools
import json
from typing import Any

from call_llm import tool_uses
from call_llm.config import Target
from call_llm.providers import provider_of

TYPES = ("thinking", "redacted_thinking")
# Either switches thinking on; LiteLLM turns the second into the first.
PARAMS = ("thinking", "reasoning_effort")
LARGEST = 32 * 1024
"""Characters of JSON. What is signed can't be cut, so more than that is left out of the turn as a whole."""


def keep_thoughts(blocks: list[dict[str, Any]], target: Target, room: int = LARGEST) -> list[dict[str, Any]]:
    """The thinking blocks of an answer, each with the `model` that thought it; none, if they are larger together than the room."""
    # A signed block may have an empty text (`display: omitted`), and is refused when it comes back without the field.
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
    """The thinking blocks of an assistant turn that this target takes back, as it gave them."""
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
    """Whether the model may think in this call of a conversation in blocks.

    It may not when a tool is forced on it. And within a loop of tool calls each of its turns has to begin with its own thoughts,
    which they don't when another model made them. Where thoughts aren't signed, this goes for the tool calls of all loops.
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
    """What one says in a row is one turn to a model: a question right behind results doesn't end their loop."""
    by_role = itertools.groupby(messages, key=lambda message: message["role"])
    return [(role, [block for message in said for block in message["content"]]) for role, said in by_role]
