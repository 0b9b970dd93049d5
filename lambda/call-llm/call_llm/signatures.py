"""Keeps the signatures of text and tool_use blocks, and hands them back to the model that made them.

Gemini signs its first tool use, or a text, and refuses a conversation that lacks the signature. The signature stands in the block
with the `model` that made it, and goes to no other. https://ai.google.dev/gemini-api/docs/thought-signatures
"""

from typing import Any

from call_llm.config import Target
from call_llm.providers import provider_of

LARGEST = 32 * 1024
"""The most characters that the signatures of a turn may have together. They share the room of the thoughts (thinking.LARGEST). A
signature can't be cut, so larger ones are left out. The provider goes on without them."""


def of_blocks(blocks: list[dict[str, Any]], target: Target) -> list[str | None]:
    """Return the signature of each block, or None for each if they are too large together."""
    signed = [block.get("signature") if block["type"] in ("text", "tool_use") else None for block in blocks]
    signed = [each if isinstance(each, str) and each else None for each in signed]
    fits = provider_of(target.model).keeps_signatures and sum(map(len, filter(None, signed))) <= LARGEST
    return signed if fits else [None] * len(signed)


def with_signature(block: dict[str, Any], signature: str | None, target: Target) -> dict[str, Any]:
    """Return the block with its signature, if it has one."""
    return block | ({"signature": signature, "model": target.model} if signature else {})


def own_signature(block: dict[str, Any], target: Target) -> str | None:
    """Return the block's signature if this target made it."""
    return block.get("signature") if block.get("model") == target.model else None
