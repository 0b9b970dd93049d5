"""Find the conversations. Each agent has a package of its name, and the modules in it register their conversations."""

import importlib
import pkgutil
from collections.abc import Iterable

from local.scripted_model.conversations.script import SCRIPTS


def load(package: str, folders: Iterable[str]) -> dict[str, str]:
    """Import the packages below `package` and all modules in them.

    Return the errors of those that can't be imported, by agent. The others can still be played.
    """
    return {
        _agent(found.name): wrong
        for found in sorted(pkgutil.iter_modules(folders), key=lambda found: found.name)
        if found.ispkg and (wrong := _load_one(f"{package}.{found.name}", _agent(found.name)))
    }


def _load_one(package: str, agent: str) -> str | None:
    module = package
    try:
        path = importlib.import_module(package).__path__
        for found in sorted(pkgutil.iter_modules(path), key=lambda found: found.name):
            module = f"{package}.{found.name}"
            importlib.import_module(module)
        if agent not in SCRIPTS:
            raise LookupError(f"it opens no script for the agent {agent!r}: script({agent!r}, …)")
    except Exception as wrong:  # whatever is wrong with the conversations of one agent, all others can be played
        SCRIPTS.pop(agent, None)
        return f"{module.replace('.', '/')}: {type(wrong).__name__}: {wrong}"
    return None


def _agent(package: str) -> str:
    return package.replace("_", "-")
