"""The args of a platform in the form of a stack's configuration, so that both are checked by the same code."""

import json
import re
from collections.abc import Mapping
from typing import Any

import pulumi

from components.settings import keys
from components.settings.raw_config import RawConfig, SettingsError

DEFAULTS: dict[str, Any] = {
    "architecture": "arm64",
    "snap_start": True,
    "log_retention_days": 30,
    "run_retention_days": 30,
    "delete_data_on_destroy": False,
    "alarm_topic_arn": "",
    "permissions_boundary_arn": "",
    "role_path": "/",
    "kms_key_arn": "",
    "reserved_concurrency": {},
    "log_level": "INFO",
    "tracing": True,
    "name_prefix": "",
    "data_bucket": "",
    "tags": {},
}
"""The values of args that aren't given: those of the settings in `Pulumi.yaml`."""

_IN_CONFIG = {
    re.sub("[A-Z]", lambda found: f"_{found[0].lower()}", key): key for key in (*keys.STACK, *keys.LLM, *keys.TARGET, "region")
}
"""The keys of the configuration by those of the args: `api_base` is `apiBase`."""


class ArgsConfig(RawConfig):
    """Args that are read like a configuration. No command sets them right, because they stand in a program."""

    def refused(self, given: str, allowed: str, command: str) -> SettingsError:
        return SettingsError(_with_keys_of_args(f"{given}. Allowed: {allowed}"))

    def doubted(self, given: str, why: str, command: str) -> str:
        return _with_keys_of_args(f"{given}, {why}")


def _with_keys_of_args(message: str) -> str:
    for ours, theirs in _IN_CONFIG.items():
        message = re.sub(rf"\b{theirs}\b", ours, message.replace("aws:region", "region"))
    return message


def args_config(args: Mapping[str, Any]) -> ArgsConfig:
    """Return plain args of a platform as a configuration, with the defaults of those that aren't there.

    args: `region` and `packaging` have to be there.
    """
    project = pulumi.get_project()
    values = {_key(name, project): _text(name, value) for name, value in {**DEFAULTS, **args}.items()}
    return ArgsConfig(values, frozenset(), project, pulumi.get_stack())


def _key(name: str, project: str) -> str:
    return "aws:region" if name == "region" else f"{project}:{_IN_CONFIG[name]}"


def _text(name: str, value: Any) -> str:
    if name == "llm":
        targets = [_with_keys_of_config(target) for target in value["targets"]]
        return json.dumps({**_with_keys_of_config(value), "targets": targets})
    return value if isinstance(value, str) else json.dumps(value)


def _with_keys_of_config(given: Mapping[str, Any]) -> dict[str, Any]:
    return {_IN_CONFIG[key]: value for key, value in given.items()}
