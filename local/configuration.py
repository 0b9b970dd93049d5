"""The laptop stack's Pulumi config: the committed Pulumi.local.yaml, with this machine's ports and model.

Written to `.local/Pulumi.local.yaml` and used by `pulumi --config-file`, so that no port, key or salt of one machine
gets into the committed file.
"""

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from local.errors import CommandFailedError
from local.models import Model
from local.ports import DEFAULT_BASE, HOST, Ports
from local.services import ROOT

COMMITTED = ROOT / "Pulumi.local.yaml"
PROJECT = "step-functions-agents"
LLM = f"{PROJECT}:llm"


def settings(ports: Ports, model: Model | None, committed: Path = COMMITTED) -> dict[str, Any]:
    """The committed file with these ports, and with this model in the place of its own."""
    pattern = rf"(?<={re.escape(HOST)}:)({DEFAULT_BASE}|{DEFAULT_BASE + 1}|{DEFAULT_BASE + 2})\b"
    moved = re.sub(pattern, lambda port: str(int(port[0]) - DEFAULT_BASE + ports.base), committed.read_text())
    found: dict[str, Any] = yaml.safe_load(moved)
    if model:
        found["config"][LLM] = llm(found) | {"targets": [model.target]}
    return found


def llm(found: Mapping[str, Any]) -> dict[str, Any]:
    """What settings say of the model."""
    return found["config"].get(LLM) or {}


def write(folder: Path, ports: Ports, model: Model | None, committed: Path = COMMITTED) -> Path:
    """Make the file. The encryption salt of an earlier one stays: the stack's state was encrypted with it."""
    file = folder / committed.name
    found = settings(ports, model, committed)
    if file.exists() and (salt := (yaml.safe_load(file.read_text()) or {}).get("encryptionsalt")):
        found["encryptionsalt"] = salt
    file.write_text(yaml.safe_dump(found, sort_keys=False))
    return file


def set_key(file: Path, model: Model, pulumi: Path, environment: Mapping[str, str]) -> None:
    """Put the model's API key into the file, encrypted. The key goes over standard input: arguments are for all to see."""
    if model.key is None:
        return
    name = f"{PROJECT}:secrets.{model.target['secret']}"
    command = [
        str(pulumi),
        "-C",
        str(file.parent),
        "config",
        "set",
        "--secret",
        "--path",
        name,
        "--stack",
        "local",
        "--non-interactive",
    ]
    done = subprocess.run(command, input=model.key, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandFailedError(f"`{' '.join(command)}` failed: {(done.stderr or done.stdout).strip()}")
