"""Call one tool without a folder: run its states on this machine, with the rights of the agent's role in the laptop stack.

No model and no new state machine is needed. The interpreter runs the part of the deployed state machine that uses tools.
"""

import json
import os
import secrets
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3

from agents import AGENTS
from agents.declaration import FINAL_ANSWER, FolderTool, Tool
from agents.folders import IS_OWN_PROJECT
from local import own_project
from local.built_function import Answer
from local.errors import StackDownError
from local.laptop import Laptop
from local.runtime_api import FunctionError
from local.services import aws_environment
from local.this_command import agent

KEPT = ("Check input", "Refuse input", "Begin", "Use tools")
"""The states of the loop that lead to a tool."""


@dataclass(frozen=True)
class StateTool:
    """A tool without a folder: it consists of its states in the state machine."""

    name: str
    agent: str
    """An agent that has it."""
    declared: Mapping[str, Any]
    """Its plain form, as far as the model sees it."""


def state_tools(folder: Path) -> dict[str, StateTool]:
    """Return the tools without a folder that the project's agents have, by name.

    folder: the laptop stack's. Only its state machines say which tools the program of a person's own project declares.
    """
    if IS_OWN_PROJECT:
        return {tool["name"]: StateTool(tool["name"], name, tool) for name, tool in _deployed_tools(folder)}
    return {
        tool.name: StateTool(tool.name, name, _seen(tool))
        for name, one in AGENTS.usable.items()
        for tool in one.tools
        if not isinstance(tool, FolderTool)
    }


def _deployed_tools(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the tools of the deployed agents, as the model sees them, each with the name of its agent."""
    machines = own_project.deployed_resources(folder, "aws:sfn/stateMachine:StateMachine")
    definitions = {machine.get("name"): machine.get("definition") for machine in machines}
    for name in own_project.agents(folder):
        text = definitions.get(_machine_name(name, folder))
        # A definition that is a secret is no text here.
        states = json.loads(text).get("States", {}) if isinstance(text, str) else {}
        payload = states.get("Call LLM", {}).get("Arguments", {}).get("Payload", {})
        yield from ((name, tool) for tool in payload.get("tools", ()) if tool["name"] != FINAL_ANSWER)


def _machine_name(name: str, folder: Path) -> str:
    """Return the name of an agent's state machine. The program of a person's own project may give it another prefix."""
    agents = own_project.outputs(folder).get("agents")
    declared = agents.get(name) if isinstance(agents, dict) else None
    named = declared.get("name") if isinstance(declared, dict) else None
    return named if isinstance(named, str) else f"{own_project.name()}-{own_project.STACK}-{name}"


def _seen(tool: Tool) -> dict[str, Any]:
    return {"name": tool.name, "description": tool.description, "input_schema": tool.input_schema}


def call_states(tool: StateTool, given: Any, laptop: Laptop) -> Answer:
    """Run the tool's states with this input, and return the tool result. Raises StackDownError."""
    again = f"Deploy the agent first: {agent(f'up {tool.agent}')}"
    if not laptop.is_up():
        rights = f"{tool.name} runs with the rights of the agent {tool.agent} in the laptop stack"
        raise StackDownError(f"{rights}, which isn't up. {again}")
    # The interpreter's clients find the laptop stack by these.
    os.environ.update(aws_environment(laptop.folder, laptop.ports))
    # It keeps the credentials that it has found before.
    boto3.setup_default_session()
    machine = _machine(_machine_name(tool.agent, laptop.folder))
    if machine is None or tool.name not in _inner(json.loads(machine["definition"])):
        raise StackDownError(f"the laptop stack has no agent {tool.agent} with the tool {tool.name}. {again}")
    return _run(tool, given, machine)


def _machine(name: str) -> dict[str, Any] | None:
    """Return the deployed state machine of that name."""
    states = boto3.client("stepfunctions")
    for page in states.get_paginator("list_state_machines").paginate():
        for found in page["stateMachines"]:
            if found["name"] == name:
                described: dict[str, Any] = states.describe_state_machine(stateMachineArn=found["stateMachineArn"])
                return described
    return None


def _inner(definition: Mapping[str, Any]) -> dict[str, Any]:
    inner: dict[str, Any] = definition["States"]["Use tools"]["ItemProcessor"]["States"]
    return inner


def _run(tool: StateTool, given: Any, machine: Mapping[str, Any]) -> Answer:
    # Imported here, because the import is slow and other calls need no interpreter.
    from local.step_functions.execution import Execution
    from local.step_functions.state_machines import StateMachine

    use = {"id": "call_1", "name": tool.name, "input": given}
    definition = json.dumps(only_the_tools(json.loads(machine["definition"])))
    name = f"call-{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"
    run = Execution(
        arn=f"{machine['stateMachineArn'].replace(':stateMachine:', ':execution:')}:{name}-{uuid.uuid4()}",
        name=name,
        machine=StateMachine(machine["stateMachineArn"], machine["name"], definition, machine["roleArn"]),
        input_text=json.dumps({"prompt": "A call without a model.", "tool_uses": [use]}),
    )
    run.start()
    run.ended.wait()
    if run.status != "SUCCEEDED":
        return Answer(None, FunctionError(run.error or run.status, run.cause or ""), [])
    [result] = json.loads(run.output or "[null]")
    return Answer(result, None, [])


def only_the_tools(definition: Mapping[str, Any]) -> dict[str, Any]:
    """Return the state machine that uses the tools of its input, and ends with their results."""
    states = {name: dict(definition["States"][name]) for name in KEPT}
    begin, use = states["Begin"], states["Use tools"]
    limits = states["Check input"]["Choices"][-1]["Assign"]["limits"]
    # A tool that is another agent gets all of the limits.
    share = {name: limits[name] for name in ("tool_calls", "tokens", "cost_usd", "seconds")}
    asked = {"tool_uses": "{% $states.input.tool_uses %}", "over": [], "calls": [], "room": 1, "share": share}
    states["Begin"] = begin | {"Assign": begin["Assign"] | asked, "Next": "Use tools"}
    states["Use tools"] = {key: value for key, value in use.items() if key not in ("Assign", "Next")} | {"End": True}
    return {**definition, "States": states}
