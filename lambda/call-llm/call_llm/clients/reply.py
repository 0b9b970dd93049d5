"""Makes a Reply of an answer, for every client."""

import json
from typing import Any

from call_llm import signatures, thinking, tool_uses
from call_llm.clients.request import NOTHING
from call_llm.config import Target
from call_llm.conversation import Reply

MOST_TEXT_BYTES = 32 * 1024
"""The most bytes of JSON that an answer's text may have. A model that repeats itself until max_tokens would burst the state."""


def make_reply(
    blocks: list[dict[str, Any]],
    cut_off: bool,
    target: Target,
    used_ids: set[str],
    *,
    model: str | None,
    usage: dict[str, int],
    cost_usd: float | None,
) -> Reply:
    """Return the new turn, in the order of its blocks.

    blocks: text, thinking and tool_use blocks as the provider sent them. The input of a tool use is an object or its JSON.
    cut_off: the answer ended at a limit of tokens.
    used_ids: the tool_use ids of the conversation.
    """
    signed = signatures.of_blocks(blocks, target)
    room_to_think = thinking.LARGEST - sum(map(len, filter(None, signed)))
    thoughts = iter(thinking.keep_thoughts([block for block in blocks if block["type"] in thinking.TYPES], target, room_to_think))
    uses = tool_uses.read(
        [(block.get("id"), block.get("name"), block.get("input")) for block in blocks if block["type"] == "tool_use"], used_ids
    )
    calls, room = iter(uses), MOST_TEXT_BYTES
    content: list[dict[str, Any]] = []
    for block, signature in zip(blocks, signed, strict=True):
        if block["type"] in thinking.TYPES:
            content += [thought] if (thought := next(thoughts, None)) else []
        elif block["type"] == "tool_use":
            use = next(calls)
            # A signature is of no use for a tool use that was changed.
            whole = use.problem is None and use.block["name"] == block.get("name")
            content.append(signatures.with_signature(use.block, signature if whole else None, target))
        elif isinstance(block.get("text"), str) and block["text"].strip():
            text = _beginning(tool_uses.storable(block["text"]), room)
            content.append(signatures.with_signature({"type": "text", "text": text}, signature, target))
            room -= _size(text)
    # Another provider gets the turn without thinking blocks, and refuses a turn without content.
    if all(block["type"] in thinking.TYPES for block in content):
        content.append({"type": "text", "text": NOTHING})
    return Reply(
        content=content,
        # Providers say it either way. The tool uses that are there decide.
        stop_reason="max_tokens" if cut_off else "tool_use" if uses else "end_turn",
        unreadable={use.block["id"]: use.problem for use in uses if use.problem},
        model=model or target.model,
        usage=usage,
        cost_usd=cost_usd,
    )


def _beginning(text: str, room: int) -> str:
    """Return as much of a text as a turn may hold. Halving serves any mix of narrow and wide characters."""
    kept = text[: max(0, room)]
    while kept and _size(kept) > room:
        kept = kept[: len(kept) // 2]
    return text if kept == text else f"{kept}… (cut: {len(text)} characters)"


def _size(text: str) -> int:
    return len(json.dumps(text, ensure_ascii=False).encode())
