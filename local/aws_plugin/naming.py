"""Physical names for resources that the program gave none: `<logical name>-<7 hexadecimal digits>`, as every Pulumi provider
does, kept for as long as the resource lives."""

import secrets
from dataclasses import dataclass
from typing import Any

from .check import Failure
from .wire import UNKNOWN

DEFAULTS = "__defaults"
"""The input in which Pulumi's bridged providers note which inputs they chose themselves."""


@dataclass(frozen=True)
class AutoName:
    """The property which holds a resource type's physical name."""

    property: str
    longest: int
    """The most characters that AWS takes."""
    lower: bool = False


@dataclass(frozen=True)
class Proposal:
    """What the engine says of a name: its random seed and, if the stack configures `pulumi:autonaming`, its own name."""

    seed: bytes
    name: str = ""
    mode: str = "PROPOSE"
    """PROPOSE, ENFORCE or DISABLE."""


def fill_in(auto: AutoName, logical: str, new: dict[str, Any], old: dict[str, Any], proposal: Proposal) -> list[Failure]:
    """Puts a name into `new` if there is none. Gives the reasons why it can't."""
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


def is_chosen(auto: AutoName | None, inputs: dict[str, Any]) -> bool:
    """Whether the program itself fixed the physical name, so that two of the resource can't exist side by side."""
    return auto is not None and auto.property in inputs and auto.property not in inputs.get(DEFAULTS, [])
