"""A model of the laptop stack."""

from dataclasses import dataclass, field
from typing import Any

# What runs on this machine costs nothing that anybody counts.
FREE = {"input": 0, "output": 0}


@dataclass(frozen=True)
class Model:
    """What the stack's `llm` config says then, and why."""

    target: dict[str, Any]
    """Of `llm.targets`."""
    why: str
    """Where the choice comes from, for a person to read."""
    key: str | None = field(default=None, repr=False)
    """What the target's secret is. It goes nowhere but into Pulumi's encrypted config."""
