"""A tool that is an AWS API call: Step Functions makes it, and no function runs.

The role gets exactly the permissions that the tool says.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from agents.aws_api import call
from agents.aws_api.operation import operation
from components.state_machines.kinds.branch import branch, retry_as_the_tool_says, seconds
from components.state_machines.kinds.expressions import over_input, over_result
from components.state_machines.kinds.kind import Permission, PlainTool

RESULT = "$states.result"


def problems(tool: PlainTool) -> list[str]:
    return call.problems(tool["api"], tool["input_schema"])


def states(tool: PlainTool) -> dict[str, Any]:
    api = tool["api"]
    called = operation(api["action"])
    made = branch("api", tool, f"Calls {api['action']}.")
    task = made[tool["name"]]
    task["Resource"] = f"arn:aws:states:::aws-sdk:{api['action']}"
    task["Arguments"] = over_input(api.get("arguments") or {})
    task["TimeoutSeconds"] = seconds(tool)
    throttled, of_no_use, _ = task["Retry"]
    throttled["ErrorEquals"] = called.throttles
    of_no_use["ErrorEquals"] = [*called.faults_of_the_call, *of_no_use["ErrorEquals"]]
    retry_as_the_tool_says(task, tool)
    for key in ("content", "is_error"):
        task["Output"][key] = task["Output"][key].replace(RESULT, over_result(api["result"], RESULT))
    return made


def permissions(tools: Sequence[PlainTool], placeholders: Mapping[str, str]) -> list[Permission]:
    given = [each for tool in tools for each in tool["api"]["permissions"]]
    return [Permission(f"Api{at}", tuple(each["actions"]), tuple(each["resources"])) for at, each in enumerate(given)]
