"""What a model signs beside its thoughts: its first call of a tool, or a text.

Gemini refuses a conversation in which its signature doesn't come back. Like a thought, a signature stands in the block with the
`model` that made it, and goes to no other. https://ai.google.dev/gemini-api/docs/thought-signatures
"""

from typing import Any

from call_llm.config import Target
from call_llm.providers import provider_of

LARGEST = 32 * 1024
"""Characters. Half a signature is none, so a larger one is left out; the provider has a way to go on without."""


def onto(block: dict[str, Any], signature: Any, target: Target) -> dict[str, Any]:
    """The block with its signature, if it has one that fits into a turn."""
    fits = isinstance(signature, str) and 0 < len(signature) <= LARGEST and provider_of(target.model).keeps_signatures
    return block | ({"signature": signature, "model": target.model} if fits else {})


def of(block: dict[str, Any], target: Target) -> str | None:
    """The block's signature, if this target made it."""
    return block.get("signature") if block.get("model") == target.model else None
