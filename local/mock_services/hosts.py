"""The mock service of each host. Every package of this folder has `HOSTS`, an answer by host."""

import importlib
import pkgutil
from functools import cache
from pathlib import Path

from local.mock_services.http import Answer


@cache
def hosts() -> dict[str, Answer]:
    """Return the answers by host, in the order of their packages' names."""
    found: dict[str, Answer] = {}
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if module.ispkg:
            found |= importlib.import_module(f"{__package__}.{module.name}").HOSTS
    return found
