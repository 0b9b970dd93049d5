"""A tool that a Lambda function runs."""

from collections.abc import Mapping, Sequence
from typing import Any

from components.state_machines.kinds.branch import branch, retry_as_the_tool_says, seconds
from components.state_machines.kinds.kind import Permission, PlainTool
from components.state_machines.seconds import SECONDS_TO_BEGIN


def problems(tool: PlainTool) -> list[str]:
    arn = tool["function"].get("arn")
    return [] if isinstance(arn, str) and arn else [f"function.arn is {arn!r}: allowed is the ARN of a Lambda function"]


def states(tool: PlainTool) -> dict[str, Any]:
    arn = tool["function"]["arn"]
    made = branch("function", tool, f"Runs in the function {_name(arn)}.", function=arn)
    task = made[tool["name"]]
    task["TimeoutSeconds"] = seconds(tool) + SECONDS_TO_BEGIN
    retry_as_the_tool_says(task, tool)
    return made


def permissions(tools: Sequence[PlainTool], placeholders: Mapping[str, str]) -> list[Permission]:
    # Every version of a tool function: a run in flight calls those that it began with.
    arns = dict.fromkeys(tool["function"].get("every_version") or tool["function"]["arn"] for tool in tools)
    return [Permission("RunToolFunctions", ("lambda:InvokeFunction",), tuple(arns))]


def _name(arn: str) -> str:
    """Return the function's name, without a version."""
    return arn.rpartition(":function:")[2].partition(":")[0]
