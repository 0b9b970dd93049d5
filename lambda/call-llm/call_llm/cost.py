"""Computes the cost of a call in US dollars, by the target's price or by LiteLLM's map of models.

LiteLLM is slow to import. So this file repeats LiteLLM's calculation for text of Anthropic and OpenAI.
"""

import re
from dataclasses import dataclass
from typing import Any

from call_llm import model_map
from call_llm.config import Price

_INPUT, _OUTPUT = "input_cost_per_token", "output_cost_per_token"
_READ, _WRITE = "cache_read_input_token_cost", "cache_creation_input_token_cost"
_WRITE_1H = "cache_creation_input_token_cost_above_1hr"
_TIERS = {"flex": "_flex", "balanced": "_balanced", "priority": "_priority", "fast": "_priority", "ultrafast": "_ultrafast"}


@dataclass(frozen=True)
class Billed:
    """The numbers of an answer that its cost depends on."""

    usage: dict[str, int]
    """The usage of a Reply."""
    written_for_1h: int = 0
    """The part of `cache_write` that the provider keeps for an hour. The rest is kept for five minutes."""
    service_tier: str | None = None
    geography: str | None = None
    """The place where the model ran, if the price depends on it."""
    speed: str | None = None


def by_price(usage: dict[str, int], price: Price) -> float:
    return (usage["input"] * price.input + usage["output"] * price.output) / 1_000_000


def by_map(provider: str, names: list[str | None], billed: Billed) -> float | None:
    """Return the cost by the first of the model's names that has prices. None if none has, or if there are no tokens."""
    usage = billed.usage
    if not usage["input"] and not usage["output"]:
        return None
    entries = (model_map.entry(provider, name) for name in names if name)
    prices = next((entry for entry in entries if entry and _number(entry.get(_INPUT)) is not None), None)
    if prices is None:
        return None
    rates = _Rates(prices, usage["input"], _TIERS.get((billed.service_tier or "").lower(), ""))
    one_hour = min(billed.written_for_1h, usage["cache_write"])
    cost = (
        max(0, usage["input"] - usage["cache_read"] - usage["cache_write"]) * rates.of(_INPUT)
        + usage["cache_read"] * rates.of(_READ, _INPUT)
        + (usage["cache_write"] - one_hour) * rates.of(_WRITE, _INPUT)
        + one_hour * rates.of(_WRITE_1H, _WRITE, _INPUT)
        + usage["output"] * rates.of(_OUTPUT)
    )
    more = prices.get("provider_specific_entry") or {}
    at_speed = more.get("fast", 1) if billed.speed == "fast" else 1
    in_geography = more.get((billed.geography or "").lower(), 1)
    return cost * float(at_speed) * float(in_geography)


class _Rates:
    """The prices in dollars per token for a prompt of this length and this tier of service."""

    def __init__(self, prices: dict[str, Any], input_tokens: int, tier: str) -> None:
        self.prices, self.tier = prices, tier
        above = re.compile(rf"_above_(\d+)(k?)_tokens({tier})?$")
        limits = {(int(found[1]) * (1000 if found[2] else 1), found[1] + found[2]) for found in map(above.search, prices) if found}
        self.above = [f"_above_{name}_tokens" for limit, name in sorted(limits, reverse=True) if input_tokens > limit]
        """The price names for long prompts, the longest first."""

    def of(self, *names: str) -> float:
        """Return the first of these prices that the model has."""
        for name in names:
            for above in (*self.above, ""):
                for tier in dict.fromkeys((self.tier, "")):
                    if (rate := _number(self.prices.get(name + above + tier))) is not None:
                        return rate
        return 0.0


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None
