"""What a call cost, in US dollars: by the price that its target states, or by LiteLLM's map of models.

LiteLLM's own calculation is in LiteLLM, which is slow to import; this is the same for text of Anthropic and OpenAI.
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
    """What a provider says of an answer, as far as it is paid for."""

    usage: dict[str, int]
    """As a Reply has it."""
    written_for_1h: int = 0
    """The part of `cache_write` that is kept for an hour, and not for five minutes."""
    service_tier: str | None = None
    geography: str | None = None
    """Where the model ran, if it may cost more there."""
    speed: str | None = None


def by_price(usage: dict[str, int], price: Price) -> float:
    return (usage["input"] * price.input + usage["output"] * price.output) / 1_000_000


def by_map(provider: str, names: list[str | None], billed: Billed) -> float | None:
    """names: of the model, of which the first that has prices counts. None if none has, or if there are no tokens to pay for."""
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
    return cost * at_speed * more.get((billed.geography or "").lower(), 1)


class _Rates:
    """Dollars per token, for a prompt of this length at this tier of service."""

    def __init__(self, prices: dict[str, Any], input_tokens: int, tier: str) -> None:
        self.prices, self.tier = prices, tier
        above = re.compile(rf"_above_(\d+)(k?)_tokens({tier})?$")
        limits = {(int(found[1]) * (1000 if found[2] else 1), found[1] + found[2]) for found in map(above.search, prices) if found}
        self.above = [f"_above_{name}_tokens" for limit, name in sorted(limits, reverse=True) if input_tokens > limit]
        """The longest first."""

    def of(self, *names: str) -> float:
        """The first of these prices that there is."""
        for name in names:
            for above in (*self.above, ""):
                for tier in dict.fromkeys((self.tier, "")):
                    if (rate := _number(self.prices.get(name + above + tier))) is not None:
                        return rate
        return 0.0


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None
