"""A model of the laptop stack."""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any

VARIABLE = "LLM_MODEL"
OPTION = "--model"
# Says that the variable comes from the option of a command, so that messages speak of what the person wrote.
_BY_OPTION = "LLM_MODEL_BY_OPTION"

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


def ask_by_option(environment: MutableMapping[str, str], model: str) -> None:
    """Ask for the model that a command's option --model names. Without one the environment decides."""
    if model:
        environment.update({VARIABLE: model, _BY_OPTION: "true"})


def asked_as(environment: Mapping[str, str], model: str | None = None) -> str:
    """Return the name of what the person wrote to ask for a model: the option or the variable. With a model, return both as one
    writes them.
    """
    by_option = _BY_OPTION in environment
    name = OPTION if by_option else VARIABLE
    return name if model is None else f"{name}{' ' if by_option else '='}{model}"
