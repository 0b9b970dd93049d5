"""Reads the secrets that `tools.json` names from Secrets Manager, when a tool needs them."""

import os
import time
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from toolkit.errors import NoSecretError

SECONDS_KEPT = 300
"""A secret is kept so that not every tool use asks for it, and not for longer so that a new value is soon in use."""

_kept: dict[str, tuple[float, "Secret"]] = {}


@dataclass(frozen=True)
class Secret:
    """A secret. Its `repr` leaves the value out, so that no log and no error holds it by accident."""

    name: str
    value: str = field(repr=False)


@cache
def _secrets_manager() -> Any:
    import boto3

    return boto3.client("secretsmanager")


def secret(name: str) -> Secret:
    """Return the secret of that name in `tools.json`. Raises NoSecretError if the function has none, or an empty one."""
    arn = os.environ.get(f"SECRET_ARN_{name.upper()}")
    if not arn:
        raise NoSecretError(f"This tool has no secret {name}, so it can't do this. A person has to deploy one.")
    read_at, found = _kept.get(arn, (float("-inf"), None))
    if found is None or time.monotonic() - read_at >= SECONDS_KEPT:
        value = _secrets_manager().get_secret_value(SecretId=arn).get("SecretString", "").strip()
        if not value:
            raise NoSecretError(f"The secret {name} of this tool is empty. A person has to set it.")
        found = Secret(name, value)
        _kept[arn] = (time.monotonic(), found)
    return found
