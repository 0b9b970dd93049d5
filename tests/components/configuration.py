"""Configurations of stacks, as Pulumi hands them over: with the defaults of `Pulumi.yaml` filled in."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from components.settings.raw_config import RawConfig, SettingsError
from components.settings.stack_settings import read

ROOT = Path(__file__).parents[2]
PROJECT = "step-functions-agents"
SECRET_ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shared/anthropic-AbCdEf"
CLAUDE = {"model": "anthropic/claude-sonnet-4-5", "secret": "anthropic"}

SERVICE_ACCOUNT = json.dumps(
    {
        "type": "service_account",
        "project_id": "mine",
        "private_key_id": "1",
        "private_key": "-----",
        "client_email": "a@b",
        "token_uri": "https://x",
    }
)


def one(**changes: Any) -> dict[str, Any]:
    """The `llm` with one target, Claude with these changes; None takes a key out."""
    target = {**CLAUDE, **changes}
    return {"targets": [{key: value for key, value in target.items() if value is not None}]}


def as_pulumi_says(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def declared() -> dict[str, Any]:
    """The schema in `Pulumi.yaml`."""
    return yaml.safe_load((ROOT / "Pulumi.yaml").read_text())["config"]


def raw(ours: dict[str, Any] | None = None, stack: str = "dev", secret: tuple[str, ...] = (), **aws: Any) -> RawConfig:
    """One target, its secret and the region set, over the defaults. `ours` and `aws` add and replace keys; None takes one out."""
    keys = {f"{PROJECT}:{key}": schema["value"] for key, schema in declared().items()}
    keys[f"{PROJECT}:llm"] = {"targets": [CLAUDE]}
    keys[f"{PROJECT}:secrets"] = {"anthropic": SECRET_ARN}
    keys["aws:region"] = "eu-west-1"
    keys |= {f"{PROJECT}:{key}": value for key, value in (ours or {}).items()} | {f"aws:{key}": value for key, value in aws.items()}
    values = {key: as_pulumi_says(value) for key, value in keys.items() if value is not None}
    return RawConfig(values, frozenset(f"{PROJECT}:{key}" for key in secret), PROJECT, stack)


def of_stack(stack: str, **ours: Any) -> RawConfig:
    """What the committed `Pulumi.<stack>.yaml` says, over the defaults."""
    config = yaml.safe_load((ROOT / f"Pulumi.{stack}.yaml").read_text())["config"]
    mine = {key.removeprefix(f"{PROJECT}:"): value for key, value in config.items() if key.startswith(f"{PROJECT}:")}
    others = {key.removeprefix("aws:"): value for key, value in config.items() if key.startswith("aws:")}
    return raw({"secrets": {}, **mine, **ours}, stack, ("secrets",) if "secrets" in ours else (), **others)


def assert_refused(config: RawConfig, problem: str, allowed: str, command: str) -> None:
    """For this one reason; `allowed` and `command` may be the starts of what is said."""
    with pytest.raises(SettingsError) as error:
        read(config)
    first, *problems = str(error.value).split("\n- ")
    assert first == f"the configuration of stack {config.stack} is wrong:"
    assert len(problems) == 1, problems
    assert problems[0].startswith(f"{problem}. Allowed: {allowed}")
    assert f". This sets it right: {command}" in problems[0]
