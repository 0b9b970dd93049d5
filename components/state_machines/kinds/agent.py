"""A tool that is another agent: each call is a run of its state machine."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from components.state_machines.kinds.branch import branch
from components.state_machines.kinds.kind import Permission, PlainTool, ToolArgsError
from components.state_machines.seconds import SECONDS_TO_BEGIN

MACHINE = re.compile(
    r"arn:(?P<partition>aws[a-z-]*):states:(?P<region>[a-z0-9-]+):(?P<account>\d{12}):stateMachine:(?P<name>[\w-]{1,80})(?P<version>:[\w.-]+)?"
)
ALLOWED = "arn:aws:states:<region>:<account>:stateMachine:<name>"

LONGEST_RUN_SECONDS = 86_400
"""The timeout of an agent that says none: the highest limit in seconds of an agent."""

# https://docs.aws.amazon.com/step-functions/latest/dg/stepfunctions-iam.html
RULE = "StepFunctionsGetEventsForStepFunctionsExecutionRule"


def problems(tool: PlainTool) -> list[str]:
    arn = tool["agent"].get("state_machine_arn")
    if not isinstance(arn, str) or not MACHINE.fullmatch(arn):
        return [f"agent.state_machine_arn is {arn!r}: allowed is the ARN of a state machine, {ALLOWED}"]
    return []


def states(tool: PlainTool) -> dict[str, Any]:
    arn = tool["agent"]["state_machine_arn"]
    made = branch("agent", tool, f"Is a run of the state machine {_part(arn, 'name')}.", state_machine=arn)
    made[tool["name"]]["TimeoutSeconds"] = (tool.get("timeout_seconds") or LONGEST_RUN_SECONDS) + SECONDS_TO_BEGIN
    return made


def permissions(tools: Sequence[PlainTool], placeholders: Mapping[str, str]) -> list[Permission]:
    arns = list(dict.fromkeys(tool["agent"]["state_machine_arn"] for tool in tools))
    for tool in tools:
        refuse_elsewhere(tool, placeholders)
        _refuse_itself(tool, placeholders)
    executions = [f"{_of(arn, 'states')}:execution:{_part(arn, 'name')}:*" for arn in arns]
    rules = [f"{_of(arn, 'events')}:rule/{RULE}" for arn in arns]
    return [
        Permission("StartAgents", ("states:StartExecution",), tuple(arns)),
        Permission("WatchAgents", ("states:DescribeExecution", "states:StopExecution"), tuple(dict.fromkeys(executions))),
        Permission("HearOfAgents", ("events:PutTargets", "events:PutRule", "events:DescribeRule"), tuple(dict.fromkeys(rules))),
    ]


def refuse_elsewhere(tool: PlainTool, placeholders: Mapping[str, str]) -> None:
    """Raise ToolArgsError for an agent of another account or region: Step Functions waits for runs of its own alone."""
    arn = tool["agent"]["state_machine_arn"]
    for part in ("region", "account"):
        own = placeholders.get(part)
        if own and _part(arn, part) != own:
            raise ToolArgsError(
                f"the tool {tool['name']!r} is the state machine {arn}, of the {part} {_part(arn, part)}: "
                f"allowed is one of the stack's own {part}, {own}"
            )


def _refuse_itself(tool: PlainTool, placeholders: Mapping[str, str]) -> None:
    """Raise ToolArgsError for an agent that names its own state machine. A longer circle is refused by its runs."""
    arn = tool["agent"]["state_machine_arn"]
    if _part(arn, "name") == placeholders.get("state_machine"):
        raise ToolArgsError(f"the tool {tool['name']!r} is the agent's own state machine, {arn}: allowed are other agents")


def _of(arn: str, service: str) -> str:
    return ":".join(("arn", _part(arn, "partition"), service, _part(arn, "region"), _part(arn, "account")))


def _part(arn: str, name: str) -> str:
    found = MACHINE.fullmatch(arn)
    assert found
    return found[name]
