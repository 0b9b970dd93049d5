"""Reads `secrets` of the configuration: API keys and service accounts."""

import json
import re
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pulumi

from components.settings.paths import within
from components.settings.raw_config import ASK, Problems, RawConfig
from components.settings.region import known_regions

KEY = "secrets"

NAME = re.compile(r"^[a-zA-Z0-9_-]{1,64}$")

# Secrets Manager ends an ARN in 6 random characters. IAM compares whole ARNs, so a policy on an ARN without them grants nothing.
ARN = re.compile(r"^arn:aws[a-z-]*:secretsmanager:([a-z0-9-]+):\d{12}:secret:\S+-[a-zA-Z0-9]{6}$")


@dataclass(frozen=True)
class Secret:
    """An API key, or the JSON of a Google service account's key.

    A secret has either the ARN of an existing one, or a value that the stack keeps. The other field is None.
    """

    name: str
    arn: str | None
    value: pulumi.Output[str] | None = field(repr=False, compare=False)
    is_service_account: bool | None = None
    """True for a Google service account. None: unknown, because the secret is an ARN."""


def enter_command(config: RawConfig, name: str, *, service_account: bool = False) -> str:
    """Return the command that sets a secret.

    The command holds no value. Pulumi asks for the value, so that no shell history holds it.
    """
    command = config.set_command(within(KEY, name), ASK, "--secret")
    return f"{command} < service-account.json" if service_account else command


def read_secrets(config: RawConfig, problems: Problems) -> dict[str, Secret | None]:
    """Return the secrets by name. Append what is wrong to `problems`.

    A wrong secret is None, so that a target that names it isn't refused too.
    """
    example = enter_command(config, "anthropic")
    allowed = "an object of names and secure strings, or ARNs of Secrets Manager secrets"
    given = problems.caught(lambda: config.json("secrets", dict, allowed, example)) or {}
    return {name: problems.caught(partial(_secret, config, name, value)) for name, value in given.items()}


def _secret(config: RawConfig, name: str, value: Any) -> Secret:
    enter = enter_command(config, name)
    if not NAME.match(name):
        raise config.refused(
            f"secrets has the name {name!r}", "1 to 64 letters, digits, _ and -", config.remove_command(within(KEY, name))
        )
    if not isinstance(value, str) or not value:
        raise config.refused(f"secrets.{name} is empty or no text", "a secure string, or an ARN", enter)
    if value.startswith("arn:"):
        region = config.values.get("aws:region", "")
        found, here = ARN.match(value), region if region in known_regions() else "<region>"
        # The caller asks the Secrets Manager of its own region.
        if not found or here not in (found[1], "<region>"):
            whole = f"arn:aws:secretsmanager:{here}:<account>:secret:<name>-<6 characters>"
            raise config.refused(
                f"secrets.{name} is the ARN {value!r}",
                f"the whole ARN of a Secrets Manager secret in the stack's region, {whole}",
                # Nobody but the reader knows the ARN, so the command asks for it.
                config.set_command(within(KEY, name), ASK, "--plaintext"),
            )
        return Secret(name, value, None)
    if value != value.strip():
        raise config.refused(f"secrets.{name} has spaces or line ends around it", "the key alone", enter)
    if not config.is_secret(KEY) or name in config.file.plain_secrets:
        raise config.refused(
            f"secrets.{name} stands in plain text in Pulumi.{config.stack}.yaml", "a secure string, or an ARN", enter
        )
    return Secret(name, None, pulumi.Output.secret(value), _is_service_account(value))


def refuse_plain_keys_of_aws(config: RawConfig, problems: Problems) -> None:
    """Append a problem for each key of AWS that stands in plain text."""
    for key in ("aws:secretKey", "aws:token"):
        if config.values.get(key) and not config.is_secret(key):
            given = f"{key} stands in plain text in Pulumi.{config.stack}.yaml"
            allowed = "a secure string; or none, if the environment has the keys of AWS"
            problems.append(str(config.refused(given, allowed, config.set_command(key, ASK, "--secret"))))


def _is_service_account(value: str) -> bool:
    """Return whether a value is the JSON of a Google service account's key.

    The caller checks the same (lambda/call-llm/call_llm/service_account.py). https://cloud.google.com/iam/docs/keys-create-delete
    """
    try:
        parsed = json.loads(value)
    except ValueError:
        return False
    if not isinstance(parsed, dict) or parsed.get("type") != "service_account":
        return False
    return {"client_email", "private_key", "private_key_id", "token_uri", "project_id"} <= parsed.keys()
