"""Looks actions up in `actions.json`."""

import difflib
import functools
import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "actions.json"


@functools.cache
def _listed() -> dict[str, Any]:
    listed: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return listed


@functools.cache
def actions_of(service: str) -> tuple[str, ...]:
    """Return the names of a service's actions. Empty for a service that AWS doesn't have."""
    return tuple(_listed()["actions"].get(service, "").split())


def services() -> list[str]:
    """Return the prefixes of all services, like `dynamodb`."""
    return list(_listed()["actions"])


def knows_no_resources(service: str, name: str) -> bool:
    """Return whether AWS authorizes an action for all resources or for none, so that a statement needs the resource `*`."""
    return name in _listed()["without_resources"].get(service, "").split()


def problem(action: str) -> str | None:
    """Return what is wrong with an action like `dynamodb:GetItem`, or None. A `*` in its name stands for any characters."""
    service, _, name = action.partition(":")
    if service not in services():
        close = difflib.get_close_matches(service, services(), 1)
        return f"AWS has no service {service!r}{f' (did you mean {close[0]}?)' if close else ''}"
    names = actions_of(service)
    if name in names or "*" in name:
        return None
    meant = next((each for each in names if each.lower() == name.lower()), None)
    close = [meant] if meant else difflib.get_close_matches(name, names, 1)
    return f"{service} has no action {name!r}{f' (did you mean {close[0]}?)' if close else ''}"
