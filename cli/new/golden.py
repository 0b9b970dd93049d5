"""The state machine of an agent as `tests/golden` keeps it, with made-up ARNs, so that a person can read its changes."""

import json
from pathlib import Path
from typing import Any

from agents.declaration import Agent
from components.state_machines.render import render

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:"


def golden_file(agent: str) -> Path:
    """Return the path relative to the project."""
    return Path("tests", "golden", f"{agent}.asl.json")


def rendered(agent: Agent) -> dict[str, Any]:
    tools = agent.tool_args({folder: {"arn": FUNCTION + folder} for folder in agent.folders})
    return render(agent, f"{FUNCTION}call-llm", tools, "data-bucket")


def golden(agent: Agent) -> str:
    return json.dumps(rendered(agent), indent=2, ensure_ascii=False) + "\n"
