"""What a call cost, and the tokens it took."""

from typing import Any

from call_llm.completion import litellm
from call_llm.config import Target


def usage_of(response: Any) -> dict[str, int]:
    """Tokens: `input` is all of the input, `cache_read` and `cache_write` are the parts of it that were read from or put into the
    provider's cache, `output` includes thinking."""
    usage = getattr(response, "usage", None)
    details = getattr(usage, "prompt_tokens_details", None)
    return {
        "input": _count(usage, "prompt_tokens"),
        "output": _count(usage, "completion_tokens"),
        "cache_read": _count(details, "cached_tokens"),
        "cache_write": _count(details, "cache_creation_tokens") or _count(usage, "cache_creation_input_tokens"),
    }


def cost_of(response: Any, target: Target) -> float | None:
    """US dollars, by the target's own price or by LiteLLM's price map; None where the price or the tokens are unknown."""
    usage = usage_of(response)
    if target.price:
        return (usage["input"] * target.price.input + usage["output"] * target.price.output) / 1_000_000
    if not usage["input"] and not usage["output"]:
        return None
    try:
        return litellm.completion_cost(completion_response=response, model=target.model)
    except Exception:  # it raises plain Exception for a model that it doesn't know
        return None


def _count(usage: Any, name: str) -> int:
    return getattr(usage, name, None) or 0
