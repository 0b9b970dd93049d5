"""What a call cost, by the price that its target states."""

from call_llm.config import Price


def by_price(usage: dict[str, int], price: Price) -> float:
    """US dollars."""
    return (usage["input"] * price.input + usage["output"] * price.output) / 1_000_000
