"""Finds the agent that a file of `agents/` declares, while another file of it is read."""

import importlib
import re
import sys
from typing import Any

from agents.errors import DeclarationError

NAME = re.compile(r"[a-z][a-z0-9-]*")
PACKAGE = __name__.rpartition(".tool_kinds.")[0]

_looked_for: list[str] = []
"""The agents that are being looked for, each by the file of the one before it."""


def declared_agent(name: str) -> Any:
    """Return the agent of that name. Raises DeclarationError if there is none, or if it calls the agent that looks for it."""
    if not NAME.fullmatch(name):
        raise DeclarationError(_unknown(name))
    file = f"{PACKAGE}.{name.replace('-', '_')}"
    _looked_for.append(name)
    try:
        if _is_being_read(file):
            raise DeclarationError(_circle(name))
        module = importlib.import_module(file)
    except ModuleNotFoundError as wrong:
        if wrong.name != file:
            raise
        raise DeclarationError(_unknown(name)) from None
    finally:
        _looked_for.pop()
    found = next(
        (value for value in vars(module).values() if getattr(value, "name", None) == name and hasattr(value, "tools")), None
    )
    if found is None:
        raise DeclarationError(f"{file.replace('.', '/')}.py declares no agent {name!r}")
    return found


def _unknown(name: str) -> str:
    return f"there is no agent {name!r}: allowed is one of the agents that files of agents/ declare"


def _is_being_read(file: str) -> bool:
    return bool(getattr(getattr(sys.modules.get(file), "__spec__", None), "_initializing", False))


def _circle(name: str) -> str:
    """Return the problem of an agent whose file is being read, because agents that it calls call it."""
    *between, last = _looked_for
    if name in between:
        between = between[between.index(name) + 1 :]
    if not between:
        return f"the agent {name!r} calls itself: allowed are other agents"
    circle = " → ".join((name, *between, last))
    return f"agents call each other in a circle: {circle}. Leave one of these calls out"
