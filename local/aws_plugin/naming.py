"""Physical names for resources that have none in the program: `<logical name>-<7 hexadecimal digits>`.

Every Pulumi provider names resources like this. A name stays as long as the resource lives.
"""

import secrets
from dataclasses import dataclass
from typing import Any, TypeGuard

from .check import Failure
from .wire import UNKNOWN

DEFAULTS = "__defaults"
"""The input in which Pulumi's bridged plugins list the inputs that they chose themselves."""


@dataclass(frozen=True)
class AutoName:
    """The property that holds a resource type's physical name."""

    property: str
    longest: int
    """The maximum number of characters that AWS allows."""
    lower: bool = False


@dataclass(frozen=True)
class Proposal:
    """The proposal of Pulumi's engine for a name: its random seed and, if the stack configures `pulumi:autonaming`, a name."""

    seed: bytes
    name: str = ""
    mode: str = "PROPOSE"
    """PROPOSE, ENFORCE or DISABLE. Default: PROPOSE."""


def fill_in(auto: AutoName, logical: str, new: dict[str, Any], old: dict[str, Any], proposal: Proposal) -> list[Failure]:
    """Put a name into `new` if it has none. Return the reasons why it can't be done."""
    if new.get(auto.property) is not None:
        return []
    if auto.property in old.get(DEFAULTS, []):
        new[auto.property] = old[auto.property]
    elif proposal.mode == "DISABLE":
        return [Failure(auto.property, "is required: the stack turns automatic names off (pulumi:autonaming)")]
    else:
        name = proposal.name or f"{logical}-{(proposal.seed.hex() or secrets.token_hex(4))[:7]}"
        new[auto.property] = name.lower() if auto.lower and proposal.mode != "ENFORCE" else name
    new[DEFAULTS] = [auto.property]
    name = new[auto.property]
    if name is not UNKNOWN and len(name) > auto.longest:
        reason = f"would be {name!r}, {len(name)} characters of at most {auto.longest}: give the resource a shorter name"
        return [Failure(auto.property, reason)]
    return []


def is_chosen(auto: AutoName | None, inputs: dict[str, Any]) -> TypeGuard[AutoName]:
    """Return whether the program fixed the physical name. If so, two such resources can't exist side by side."""
    return auto is not None and auto.property in inputs and auto.property not in inputs.get(DEFAULTS, [])
