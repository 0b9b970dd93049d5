"""One measured figure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    name: str
    value: float
    unit: str
    what: str
    """What was measured and how, in a sentence."""
