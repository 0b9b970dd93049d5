"""A stack as another program sees it: its outputs, read with the Pulumi CLI, typed and checked."""

import json
import os
import shlex
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cli.ask.errors import AgentNotFoundError, StackError

PROJECT = Path(__file__).resolve().parents[2]
LOCAL_ENVIRONMENT = PROJECT / ".local" / "env"

KINDS = {dict: "an object", list: "a list", str: "a string"}

Pulumi = Callable[..., "subprocess.CompletedProcess[str]"]


@dataclass(frozen=True)
class AgentOutputs:
    """One entry of the output `agents`."""

    agent: str
    state_machine_arn: str
    name: str
    description: str
    input_schema: dict[str, Any]
    output_schema: dict[str, Any]
    questions: tuple[str, ...] = ()
    """Sample questions; none of a stack that was deployed before there were any."""


@dataclass(frozen=True)
class Stack:
    """The outputs (docs/reference/outputs.md) of one stack."""

    name: str
    """As given on the command line; empty for the selected stack."""
    agents: dict[str, AgentOutputs]
    data_bucket: str
    region: str
    endpoints: dict[str, str]
    """Service → URL; empty in AWS."""

    def agent(self, name: str | None) -> AgentOutputs:
        """The agent of that name; without a name the only one there is. Raises AgentNotFoundError."""
        if name is None and len(self.agents) == 1:
            return next(iter(self.agents.values()))
        if name in self.agents:
            return self.agents[name]
        there = "\n".join(f"  {agent.agent}: {agent.description}" for agent in self.agents.values()) or "  (none)"
        problem = f"there is no agent {name!r}" if name else "say which agent you ask"
        raise AgentNotFoundError(f"{problem}. This stack has:\n{there}")


def read_stack(name: str, pulumi: Pulumi = subprocess.run) -> Stack:
    """The outputs of the stack `name` of this project, or of the selected stack if that is empty. Raises StackError."""
    outputs = _outputs(name, pulumi)
    if not outputs:
        raise StackError(f"{_called(name)} isn't deployed yet, so it has no agents. Deploy it: {deploy(name)}")
    try:
        return Stack(
            name=name,
            agents={agent: _agent(agent, given) for agent, given in _typed(outputs, "agents", dict).items()},
            data_bucket=_typed(outputs, "dataBucket", str),
            region=_typed(outputs, "region", str),
            endpoints={service: str(url) for service, url in _typed(outputs, "endpoints", dict).items()},
        )
    except StackError as error:
        raise StackError(f"the outputs of {_called(name)} don't fit this program: {error}. Deploy again: {deploy(name)}") from error


def _called(stack: str) -> str:
    return f"stack {stack!r}" if stack else "the selected stack"


def deploy(stack: str) -> str:
    """The command that deploys a stack."""
    return "make up" if stack == "local" else f"pulumi up{on(stack)}"


def on(stack: str) -> str:
    """The option that names a stack, to put behind a command; nothing for the selected one."""
    return f" --stack {shlex.quote(stack)}" if stack else ""


def _outputs(name: str, pulumi: Pulumi) -> dict[str, Any]:
    command = ["pulumi", "stack", "output", "--json", "--non-interactive", *(["--stack", name] if name else [])]
    try:
        # In the project's folder, because the laptop's settings for Pulumi are paths relative to it.
        done = pulumi(
            command,
            cwd=PROJECT,
            env=os.environ | {"PULUMI_SKIP_UPDATE_CHECK": "true"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=120,
        )
    except FileNotFoundError as error:
        problem = f"the Pulumi CLI isn't on the PATH.{_laptop_hint()} For AWS, install it: pulumi.com/docs/install"
        raise StackError(problem) from error
    except subprocess.TimeoutExpired as error:
        raise StackError("`pulumi stack output` gave no answer in 120 s: is its backend reachable? (pulumi whoami -v)") from error
    if done.returncode:
        raise StackError(_why(name, done.stderr.strip()))
    try:
        outputs = json.loads(done.stdout)
    except ValueError as error:
        raise StackError(f"`{' '.join(command)}` printed no JSON: {done.stdout[:200]!r}") from error
    return outputs if isinstance(outputs, dict) else {}


def _why(name: str, stderr: str) -> str:
    if "no stack named" in stderr:
        return f"there is no stack {name!r} in this backend. `pulumi stack ls` lists those there are.{_laptop_hint()}"
    if "no stack selected" in stderr:
        return f"say which stack: --stack NAME. `pulumi stack ls` lists those there are.{_laptop_hint()}"
    return f"`pulumi stack output{on(name)}` failed: {stderr.removeprefix('error: ')}.{_laptop_hint()}"


def _laptop_hint() -> str:
    """How to get at the laptop stack, whose Pulumi and state are in the project's folder and known by the environment alone."""
    if not LOCAL_ENVIRONMENT.is_file():
        return " For the laptop stack: make up."
    return f" For the laptop stack, load its environment: set -a; . {LOCAL_ENVIRONMENT}; set +a"


def _agent(name: str, given: Any) -> AgentOutputs:
    if not isinstance(given, dict):
        raise StackError(f"agents.{name} is no object")
    return AgentOutputs(
        agent=name,
        state_machine_arn=_typed(given, "stateMachineArn", str),
        name=_typed(given, "name", str),
        description=_typed(given, "description", str),
        input_schema=_typed(given, "inputSchema", dict),
        output_schema=_typed(given, "outputSchema", dict),
        questions=tuple(_typed(given, "questions", list)) if "questions" in given else (),
    )


def _typed(outputs: dict[str, Any], key: str, kind: type) -> Any:
    if not isinstance(outputs.get(key), kind):
        raise StackError(f"{key} is {outputs.get(key)!r}, not {KINDS[kind]}")
    return outputs[key]
