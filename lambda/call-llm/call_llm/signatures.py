"""What a model signs beside its thoughts: its first call of a tool, or a text.

Gemini refuses a conversation in which its signature doesn't come back. Like a thought, a signature stands in the block with the
`model` that made it, and goes to no other. https://ai.google.dev/gemini-api/docs/thought-signatures
"""

from typing import Any

from call_llm.config import Target
from call_llm.providers import provider_of

LARGEST = 32 * 1024
"""Characters of a turn's signatures together. They take their room from that of the thoughts, see thinking.LARGEST. Half of one is
none, so larger ones are left out; the provider has a way to go on without."""


def of_blocks(blocks: list[dict[str, Any]], target: Target) -> list[str | None]:
    """The signature of each block, as far as they are kept: none of them, if they are too large together."""
    signed = [block.get("signature") if block["type"] in ("text", "tool_use") else None for block in blocks]
    signed = [each if isinstance(each, str) and each else None for each in signed]
    fits = provider_of(target.model).keeps_signatures and sum(map(len, filter(None, signed))) <= LARGEST
    return signed if fits else [None] * len(signed)


def with_signature(block: dict[str, Any], signature: str | None, target: Target) -> dict[str, Any]:
    """The block with its signature, if it has one."""
    return block | ({"signature": signature, "model": target.model} if signature else {})


def own_signature(block: dict[str, Any], target: Target) -> str | None:
    """The block's signature, if this target made it."""
    return block.get("signature") if block.get("model") == target.model else None
