"""A model of the laptop stack."""

from dataclasses import dataclass, field
from typing import Any

# Nobody charges for a model on this machine.
FREE = {"input": 0, "output": 0}


@dataclass(frozen=True)
class Model:
    """The chosen model: a target of the stack's `llm` config, and the reason for the choice."""

    target: dict[str, Any]
    """An entry of `llm.targets`."""
    why: str
    """The reason for the choice, for a person to read."""
    key: str | None = field(default=None, repr=False)
    """The value of the target's secret. It goes only into Pulumi's encrypted config."""
