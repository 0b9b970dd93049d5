"""The state machine of an agent as `tests/golden` keeps it, with made-up ARNs, so that a person can read its changes."""

import json
from pathlib import Path

from agents.declaration import Agent
from components.state_machines.made_up import made_up


def golden_file(agent: str) -> Path:
    """Return the path relative to the project."""
    return Path("tests", "golden", f"{agent}.asl.json")


def golden(agent: Agent) -> str:
    return json.dumps(made_up(agent), indent=2, ensure_ascii=False) + "\n"
