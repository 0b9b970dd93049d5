"""A tool that a Lambda function runs: one of `lambda/tools`, or one that exists already."""

from collections.abc import Mapping, Sequence
from typing import Any

from agents.tool_kinds.function_tool import ARN
from agents.tool_kinds.function_tool import problems as problems_of_a_function
from components.state_machines.kinds.branch import branch, count_bytes, retry_as_the_tool_says, seconds
from components.state_machines.kinds.expressions import over_input, over_result
from components.state_machines.kinds.kind import Permission, PlainTool, ToolArgsError
from components.state_machines.seconds import SECONDS_TO_BEGIN

RETURNED = "$states.result.Payload"


def problems(tool: PlainTool) -> list[str]:
    return problems_of_a_function(tool["function"], tool["input_schema"])


def states(tool: PlainTool) -> dict[str, Any]:
    function = tool["function"]
    made = branch("function", tool, f"Runs in the function {_name(function['arn'])}.", function=function["arn"])
    task = made[tool["name"]]
    task["TimeoutSeconds"] = seconds(tool) + SECONDS_TO_BEGIN
    retry_as_the_tool_says(task, tool)
    event, result = function.get("event"), function.get("result")
    if event is not None:
        task["Arguments"]["Payload"] = over_input(event)
    if event is not None or result is not None:
        # What it returns is no tool result. So one is made of it.
        content = f"{{'content': $string({over_result(result or '{% $result %}', RETURNED)})}}"
        for key in ("content", "is_error"):
            task["Output"][key] = task["Output"][key].replace(RETURNED, content)
        count_bytes(task)
        # The function ran: an expression that fails is no reason to call it again.
        task["Retry"][1]["ErrorEquals"] = [*task["Retry"][1]["ErrorEquals"], "States.QueryEvaluationError"]
    return made


def permissions(tools: Sequence[PlainTool], placeholders: Mapping[str, str]) -> list[Permission]:
    for tool in tools:
        _refuse_elsewhere(tool, placeholders)
    # Every version of a tool function: a run in flight calls those that it began with.
    arns = dict.fromkeys(tool["function"].get("every_version") or tool["function"]["arn"] for tool in tools)
    return [Permission("RunToolFunctions", ("lambda:InvokeFunction",), tuple(arns))]


def _refuse_elsewhere(tool: PlainTool, placeholders: Mapping[str, str]) -> None:
    """Raise ToolArgsError for a function that the state machine can't call.

    https://docs.aws.amazon.com/step-functions/latest/dg/concepts-access-cross-acct-resources.html
    """
    arn = tool["function"]["arn"]
    found = ARN.fullmatch(arn)
    if not found:
        return
    given, own = found, placeholders
    if own.get("region") and given["region"] != own["region"]:
        raise ToolArgsError(
            f"the tool {tool['name']!r} is the function {arn}, of the region {given['region']}: a state machine calls functions of "
            f"its own region alone, {own['region']}. Deploy the function there"
        )
    if own.get("account") and given["account"] != own["account"] and not tool["function"].get("other_account"):
        raise ToolArgsError(
            f"the tool {tool['name']!r} is the function {arn}, of the account {given['account']}: allowed is one of the stack's "
            f"own account, {own['account']}. If this one is meant, let the function's policy allow the role of the state machine, "
            "and set other_account"
        )


def _name(arn: str) -> str:
    """Return the function's name, without a version."""
    return arn.rpartition(":function:")[2].partition(":")[0]
