"""The stack's configuration as args of a platform, so that a program has no line for what differs between its stacks.

    step-functions-agents:llm        the models, in the form of the arg `llm`
    step-functions-agents:secrets    API keys by name, or the ARNs of secrets that exist

They stand in where the program gives no such arg. On the laptop stack the configured model takes the place of the program's own,
because there the environment chooses it.
"""

import json
from collections.abc import Mapping
from typing import Any

import pulumi

from components.settings.region import LAPTOPS_SERVICE

NAMESPACE = "step-functions-agents"
LLM = f"{NAMESPACE}:llm"
MISSING = (
    "llm is missing. Allowed: the models that agents call, as an arg or as the stack's setting, like "
    f"pulumi config set --path '{LLM}.targets[0].model' bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0"
)


def with_defaults(args: Any) -> Any:
    """Return the args of a platform with those of the configuration. What is no object stays as it is, for whoever checks it."""
    if args is not None and not isinstance(args, Mapping):
        return args
    given = {key: value for key, value in (args or {}).items() if value is not None}
    if pulumi.get_project() == NAMESPACE:
        # The program of this repository reads these settings itself.
        return given
    llm, secrets = _setting("llm"), _setting("secrets")
    if llm is not None and ("llm" not in given or is_laptop()):
        given["llm"] = llm
    if secrets is not None and not {"secrets", "secretArns", "secret_arns"} & given.keys():
        given |= _of_secrets(secrets)
    return given


def is_laptop() -> bool:
    """Return whether the program is deployed to emulators of this machine."""
    return any(LAPTOPS_SERVICE in one for one in pulumi.Config("aws").get_object("endpoints") or [])


def _of_secrets(secrets: Any) -> dict[str, Any]:
    """Return the args `secrets` and `secret_arns` for the setting, in which both stand together."""
    if not isinstance(secrets, Mapping):
        return {"secrets": secrets}
    arns = {name for name, value in secrets.items() if isinstance(value, str) and value.startswith("arn:")}
    keys = {name: pulumi.Output.secret(value) for name, value in secrets.items() if name not in arns}
    return {"secrets": keys, "secret_arns": {name: secrets[name] for name in sorted(arns)}}


def _setting(key: str) -> Any:
    """Return the value of a setting's JSON, or its text. None: it isn't set."""
    text = pulumi.Config(NAMESPACE).get(key)
    try:
        return None if text is None else json.loads(text)
    except ValueError:
        return text
