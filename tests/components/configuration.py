"""Configurations of stacks, as Pulumi hands them over: with the defaults of `Pulumi.yaml` filled in."""

import json
from pathlib import Path
from typing import Any

import yaml

from components.raw_config import RawConfig

ROOT = Path(__file__).parents[2]
PROJECT = "step-functions-agents"
SECRET_ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shared/anthropic-AbCdEf"


def as_pulumi_says(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def declared() -> dict[str, Any]:
    """The schema in `Pulumi.yaml`."""
    return yaml.safe_load((ROOT / "Pulumi.yaml").read_text())["config"]


def raw(ours: dict[str, Any] | None = None, stack: str = "dev", secret: tuple[str, ...] = (), **aws: Any) -> RawConfig:
    """One target and the region set, over the defaults; `ours` and `aws` replace and add keys, and None takes one out."""
    keys = {f"{PROJECT}:{key}": schema["default"] for key, schema in declared().items()}
    keys[f"{PROJECT}:llm"] = {"targets": [{"model": "anthropic/claude-sonnet-4-5"}]}
    keys["aws:region"] = "eu-west-1"
    keys |= {f"{PROJECT}:{key}": value for key, value in (ours or {}).items()} | {f"aws:{key}": value for key, value in aws.items()}
    values = {key: as_pulumi_says(value) for key, value in keys.items() if value is not None}
    return RawConfig(values, frozenset(f"{PROJECT}:{key}" for key in secret), PROJECT, stack)


def of_stack(stack: str, **ours: Any) -> RawConfig:
    """What the committed `Pulumi.<stack>.yaml` says, over the defaults."""
    config = yaml.safe_load((ROOT / f"Pulumi.{stack}.yaml").read_text())["config"]
    mine = {key.removeprefix(f"{PROJECT}:"): value for key, value in config.items() if key.startswith(f"{PROJECT}:")}
    others = {key.removeprefix("aws:"): value for key, value in config.items() if key.startswith("aws:")}
    return raw({**mine, **ours}, stack, tuple(ours), **others)
