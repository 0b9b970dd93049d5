"""A stack as another program sees it: its outputs, which the Pulumi CLI reads, with checked types."""

import json
import os
import shlex
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from agents.folders import IS_OWN_PROJECT, PROJECT
from cli.ask.errors import AgentNotFoundError, StackError
from local.this_command import agent

LAPTOP = "local"
"""The name of the laptop's stack."""

KINDS: dict[type, str] = {dict: "an object", list: "a list", str: "a string"}

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
    """Sample questions. Empty for a stack that was deployed before outputs had them."""


@dataclass(frozen=True)
class Stack:
    """The outputs (docs/reference/outputs.md) of one stack."""

    name: str
    """The name in Pulumi."""
    agents: dict[str, AgentOutputs]
    data_bucket: str
    region: str
    endpoints: dict[str, str]
    """The URL of each service. Empty in AWS."""

    def agent(self, name: str | None) -> AgentOutputs:
        """Return the agent of that name. Without a name, return the stack's only agent. Raise AgentNotFoundError."""
        if name is None and len(self.agents) == 1:
            return next(iter(self.agents.values()))
        if name in self.agents:
            return self.agents[name]
        there = "\n".join(f"  {agent.agent}: {agent.description}" for agent in self.agents.values()) or "  (none)"
        problem = f"there is no agent {name!r}" if name else "say which agent you ask"
        raise AgentNotFoundError(f"{problem}. This stack has:\n{there}")


def read_stack(name: str, pulumi: Pulumi = subprocess.run) -> Stack:
    """Return the outputs of this project's stack `name`. Raise StackError."""
    outputs = _outputs(name, pulumi)
    if IS_OWN_PROJECT:
        outputs = _completed(name, outputs)
    if not outputs:
        raise StackError(f"stack {name!r} isn't deployed yet, so it has no agents. Deploy it: {deploy(name)}")
    try:
        return Stack(
            name=name,
            agents={agent: _agent(agent, given) for agent, given in _typed(outputs, "agents", dict).items()},
            data_bucket=_typed(outputs, "dataBucket", str),
            region=_typed(outputs, "region", str),
            endpoints={service: str(url) for service, url in _typed(outputs, "endpoints", dict).items()},
        )
    except StackError as error:
        raise StackError(f"the outputs of stack {name!r} don't fit this program: {error}. Deploy again: {deploy(name)}") from error


def _completed(name: str, outputs: dict[str, Any]) -> dict[str, Any]:
    """Return the outputs of a program of a person's own with those that it may leave out. Raise StackError.

    The region stands in each agent's ARN. The laptop stack's endpoints stand in this process's environment.
    """
    agents = outputs.get("agents")
    if not isinstance(agents, dict) or not agents:
        given = "has no output `agents`" if agents is None else f"has the output `agents`: {json.dumps(agents)[:100]}"
        raise StackError(
            f"stack {name!r} {given}. Its program has to say its agents by name, like in Python: "
            f'pulumi.export("agents", {{"orders": orders.outputs}}). Then deploy it: {deploy(name)}'
        )
    arns = [str(one.get("stateMachineArn")) for one in agents.values() if isinstance(one, dict)]
    region = next((parts[3] for arn in arns if len(parts := arn.split(":")) > 3), "")
    here = {"sfn": os.environ.get("AWS_ENDPOINT_URL_SFN", "")} if name == LAPTOP else {}
    return {"dataBucket": "", "region": region, "endpoints": here, **outputs}


def deploy(stack: str) -> str:
    """Return the command that deploys a stack."""
    return agent("up") if stack == LAPTOP else f"pulumi up --stack {shlex.quote(stack)}"


def on(stack: str) -> str:
    """Return the option that names a stack, to put after a command. Empty for the laptop stack, the default."""
    return "" if stack == LAPTOP else f" --stack {shlex.quote(stack)}"


def _outputs(name: str, pulumi: Pulumi) -> dict[str, Any]:
    command = ["pulumi", "stack", "output", "--json", "--non-interactive", "--stack", name]
    try:
        # Run in the project's folder, because the laptop's settings for Pulumi are paths relative to it.
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
        problem = "the Pulumi CLI isn't on the PATH. Install it: pulumi.com/docs/install"
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
    if "no stack named" in stderr and name != LAPTOP:
        return f"there is no stack {name!r} in this backend. `pulumi stack ls` lists those there are. The laptop's is --stack local"
    if "no stack named" in stderr:
        return f"nothing is deployed to the laptop stack yet. Deploy to it: {deploy(name)}"
    if name == LAPTOP and "failed to load checkpoint" in stderr:
        return f"the state of the laptop stack can't be read, as after a write that was cut off. Deploy it anew: {deploy(name)}"
    return f"`pulumi stack output --stack {shlex.quote(name)}` failed: {stderr.removeprefix('error: ')}"


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
