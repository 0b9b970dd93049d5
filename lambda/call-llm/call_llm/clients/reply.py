"""What came back, made a Reply, whichever client asked."""

import json
from typing import Any, NoReturn

from call_llm import signatures, thinking, tool_uses
from call_llm.clients.request import NOTHING
from call_llm.config import Target
from call_llm.conversation import Reply
from call_llm.errors import LLMRefused, cut

MOST_TEXT_BYTES = 32 * 1024
"""Of an answer, as JSON. A model that repeats itself until max_tokens would burst the state otherwise."""


def make_reply(
    blocks: list[dict[str, Any]],
    stop_reason: str | None,
    target: Target,
    used_ids: set[str],
    *,
    model: str | None,
    usage: dict[str, int],
    cost_usd: float | None,
) -> Reply:
    """The new turn, in the order of its blocks.

    blocks: text, thinking and tool_use blocks as the provider sent them; the input of a tool use is an object or the JSON of one.
    stop_reason: in Anthropic's words; anything that is not one of a Reply's is end_turn. used_ids: the tool_use ids that the
    conversation has already.
    """
    signed = signatures.of_blocks(blocks, target)
    room_to_think = thinking.LARGEST - sum(map(len, filter(None, signed)))
    thoughts = iter(thinking.keep_thoughts([block for block in blocks if block["type"] in thinking.TYPES], target, room_to_think))
    uses = tool_uses.read(
        [(block.get("id"), block.get("name"), block.get("input")) for block in blocks if block["type"] == "tool_use"], used_ids
    )
    calls, content, room = iter(uses), [], MOST_TEXT_BYTES
    for block, signature in zip(blocks, signed, strict=True):
        if block["type"] in thinking.TYPES:
            content += [thought] if (thought := next(thoughts, None)) else []
        elif block["type"] == "tool_use":
            use = next(calls)
            # What was changed is no longer what was signed.
            whole = use.problem is None and use.block["name"] == block.get("name")
            content.append(signatures.with_signature(use.block, signature if whole else None, target))
        elif isinstance(block.get("text"), str) and block["text"].strip():
            text = _beginning(tool_uses.storable(block["text"]), room)
            content.append(signatures.with_signature({"type": "text", "text": text}, signature, target))
            room -= _size(text)
    # Thinking alone is no content to a provider that gets the turn without it.
    if all(block["type"] in thinking.TYPES for block in content):
        content.append({"type": "text", "text": NOTHING})
    if stop_reason not in ("tool_use", "max_tokens"):
        stop_reason = "tool_use" if uses else "end_turn"
    return Reply(
        content=content,
        stop_reason=stop_reason,
        unreadable={use.block["id"]: use.problem for use in uses if use.problem},
        model=model or target.model,
        usage=usage,
        cost_usd=cost_usd,
    )


def raise_refusal(words: str | None) -> NoReturn:
    """words: the model's own, if it gave any."""
    raise LLMRefused(cut(words or "the provider's filter stopped the answer"))


def _beginning(text: str, room: int) -> str:
    """As much of a text as a turn may hold. Halving is near enough, and right for any mix of narrow and wide characters."""
    kept = text[: max(0, room)]
    while kept and _size(kept) > room:
        kept = kept[: len(kept) // 2]
    return text if kept == text else f"{kept}… (cut: {len(text)} characters)"


def _size(text: str) -> int:
    return len(json.dumps(text, ensure_ascii=False).encode())
