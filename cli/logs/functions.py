"""The Lambda functions of a stack, and the tools that each runs. The stack's state machines name both."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from cli.ask.clients import reachable
from cli.ask.events import CALL_LLM
from cli.ask.stack import AgentOutputs, Stack


@dataclass
class Function:
    """One function."""

    name: str
    """The function's name in AWS."""
    label: str
    """The end of its name: a tool's folder, or `call-llm`."""
    arn: str = ""
    """What the state machines call: with the version, if they name one."""
    tools: set[str] = field(default_factory=set)
    agents: set[str] = field(default_factory=set)
    is_own: bool = True
    """False for a function that the stack didn't make: a tool may be one that exists already."""

    @property
    def log_group(self) -> str:
        return f"/aws/lambda/{self.name}"


CALLER = "call-llm"


def functions_of(step_functions: Any, stack: Stack) -> dict[str, Function]:
    """Return the functions by label. Raise UnreachableError."""
    found: dict[str, Function] = {}
    for agent in stack.agents.values():
        tasks = list(_tasks(_definition(step_functions, stack, agent)["States"]))
        # The caller's name is this prefix, which all names of a stack share, and `call-llm`.
        prefix = next((name_in(arn).removesuffix(CALLER) for state, arn in tasks if state == CALL_LLM), "")
        for state, arn in tasks:
            name = name_in(arn)
            label = name.removeprefix(prefix)
            function = found.setdefault(label, Function(name, label, arn, is_own=name.startswith(prefix)))
            function.agents.add(agent.agent)
            if state != CALL_LLM:
                function.tools.add(state)
    return found


def name_in(arn: str) -> str:
    """Return the function's name. An ARN may end in a version or an alias. A bare name has no colons."""
    return (arn.split(":") + [arn] * 7)[6] if ":" in arn else arn


def _definition(step_functions: Any, stack: Stack, agent: AgentOutputs) -> dict[str, Any]:
    with reachable(stack):
        described = step_functions.describe_state_machine(stateMachineArn=agent.state_machine_arn)
    definition: dict[str, Any] = json.loads(described["definition"])
    return definition


def _tasks(states: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the name of each state that invokes a function, and the function as it is called."""
    for name, state in states.items():
        arn = state.get("Arguments", {}).get("FunctionName") if isinstance(state.get("Arguments"), dict) else None
        if isinstance(arn, str):
            yield name, arn
        yield from _tasks(state.get("ItemProcessor", {}).get("States", {}))
