"""The schema of the package: each component's args and outputs, with their docstrings as their docs.

Pulumi's analyzer reads them from the components' annotations. `schema.json` keeps the result, and a test keeps it in step.
"""

import json
from pathlib import Path
from typing import Any

import pulumi

from components.agent import Agent
from components.agent_platform import AgentPlatform
from components.http_connection import HttpConnection
from components.pulumi_package import NAME
from components.tool_function import ToolFunction

COMPONENTS: tuple[type[pulumi.ComponentResource], ...] = (AgentPlatform, ToolFunction, HttpConnection, Agent)
FILE = Path(__file__).with_name("schema.json")

ABOUT = {
    "displayName": "Agents as Step Functions",
    "description": "AI agents as state machines of AWS Step Functions",
    "license": "Apache-2.0",
    "keywords": ["category/cloud", "kind/component", "aws", "agents"],
}
# The same name whoever adds the package: from a folder it would be @pulumi/…, and from GitHub that of the owner.
_LANGUAGES = {"nodejs": {"packageName": NAME}}
_TYPES = f"{NAME}:index:"


def published(analyzed: dict[str, Any]) -> dict[str, Any]:
    """Return the schema as other languages see it, from the analyzer's."""
    schema = {**analyzed, **ABOUT}
    schema["language"] = {name: {**given, **_LANGUAGES.get(name, {})} for name, given in analyzed["language"].items()}
    # A generated SDK adds `Args` to the name of a type itself.
    text = json.dumps(schema)
    for name in analyzed["types"]:
        if name.endswith("Args"):
            text = text.replace(f'"{name}"', f'"{name.removesuffix("Args")}"')
            text = text.replace(f'"#/types/{name}"', f'"#/types/{name.removesuffix("Args")}"')
    found: dict[str, Any] = _with_docs(json.loads(text))
    return found


def _with_docs(schema: Any) -> Any:
    """Return the schema with each description in one piece: a docstring's lines are broken for the code."""
    if isinstance(schema, list):
        return [_with_docs(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: _flowing(value) if key == "description" and isinstance(value, str) else _with_docs(value)
        for key, value in schema.items()
    }


def _flowing(text: str) -> str:
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))


def written(schema: dict[str, Any]) -> str:
    """Return the text of `schema.json`."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
