"""The state machine of an agent as `tests/golden` keeps it: rendered with ARNs of nobody, so that its changes can be read."""

import json
from pathlib import Path
from typing import Any

from agents.declaration import Agent
from components.state_machines.render import render

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:"


def golden_file(agent: str) -> Path:
    """Relative to the project."""
    return Path("tests", "golden", f"{agent}.asl.json")


def rendered(agent: Agent) -> dict[str, Any]:
    functions = {tool.function: FUNCTION + tool.function for tool in agent.tools}
    return render(agent, f"{FUNCTION}call-llm", functions, "data-bucket")


def golden(agent: Agent) -> str:
    return json.dumps(rendered(agent), indent=2, ensure_ascii=False) + "\n"
