"""Tells what may be a key, which no message and no command may repeat."""

import re
from typing import Any

from components.llm_catalog.catalog import kinds

# Some people put the secret itself where its name belongs, so a longer text isn't shown. No provider's key is shorter than this.
LONGEST_NAME = 24

_CREDENTIAL = re.compile(r"(?i)key|token|secret|passw|credential|bearer|authorization")


def is_credential(name: str) -> bool:
    """Return whether a setting of this name may hold a key."""
    return bool(_CREDENTIAL.search(name)) and name not in kinds()


def may_be_shown(name: str, value: Any) -> bool:
    """Return whether a value of a setting may stand in a message.

    The secret of a target is a name, unless it is too long for one.
    """
    if isinstance(value, dict):
        return all(may_be_shown(str(key), entry) for key, entry in value.items())
    if isinstance(value, list):
        return all(may_be_shown(name, entry) for entry in value)
    if isinstance(value, str) and name == "secret":
        return len(value) <= LONGEST_NAME
    return not isinstance(value, str) or not is_credential(name)
