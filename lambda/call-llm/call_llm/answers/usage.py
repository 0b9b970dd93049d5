"""Reads the numbers of tokens. Tokens that an answer doesn't tell count 0, and the cost of the call is unknown then."""

import math
from typing import Any

from call_llm.answers.answer import Json

_WORDS = ("service_tier", "inference_geo", "speed", "trafficType", "modality")
"""The fields of a usage that are texts."""


def tidy(given: Any, *counts: str) -> Json:
    """Return the usage without fields that hold nonsense.

    counts: the fields that have to be whole numbers.
    """
    usage = _tidy(given) if isinstance(given, dict) else {}
    return {name: value for name, value in usage.items() if name not in counts or is_count(value)}


def tells(usage: Json, *counts: str) -> bool:
    """Return whether the usage has each of these numbers."""
    return usage.keys() >= set(counts)


def is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _tidy(fields: Json) -> Json:
    tidied: Json = {}
    for name, value in fields.items():
        if isinstance(value, dict):
            tidied[name] = _tidy(value)
        elif isinstance(value, list):
            tidied[name] = [_tidy(each) for each in value if isinstance(each, dict)]
        elif isinstance(value, str):
            tidied |= {name: value} if name in _WORDS else {}
        elif isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < math.inf:
            # Some servers write a whole number as 12.0.
            tidied[name] = int(value) if value == int(value) else value
    return tidied
