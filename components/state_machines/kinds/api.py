"""A tool that is an AWS API call: Step Functions makes it, and no function runs.

The role gets exactly the permissions that the tool says.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from agents.aws_api import call
from agents.aws_api.operation import operation
from agents.tool_kinds.expressions import expressions_in, input_path, inside
from components.state_machines.kinds.branch import branch, count_bytes, retry_as_the_tool_says, seconds
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
    task["Arguments"] = _arguments(api.get("arguments") or {}, tool["input_schema"])
    task["TimeoutSeconds"] = seconds(tool)
    throttled, of_no_use, _ = task["Retry"]
    throttled["ErrorEquals"] = called.throttles
    of_no_use["ErrorEquals"] = [*called.faults_of_the_call, *of_no_use["ErrorEquals"]]
    retry_as_the_tool_says(task, tool)
    count_bytes(task)
    for key in ("content", "is_error"):
        task["Output"][key] = task["Output"][key].replace(RESULT, over_result(api["result"], RESULT))
    return made


def _arguments(given: Mapping[str, Any], input_schema: Mapping[str, Any]) -> Any:
    """Return the field Arguments, as plain as it can be. Only one expression for all of them can leave one out."""
    if any(_may_find_nothing(value, input_schema) for value in given.values()):
        return over_input(given)
    return {name: over_input(value) if [*expressions_in(value, name)] else value for name, value in given.items()}


def _may_find_nothing(value: Any, input_schema: Mapping[str, Any]) -> bool:
    jsonata = inside(value)
    return jsonata is not None and input_path(jsonata) not in [[name] for name in input_schema.get("required", [])]


def permissions(tools: Sequence[PlainTool], placeholders: Mapping[str, str]) -> list[Permission]:
    on: dict[tuple[str, ...], dict[str, None]] = {}
    for each in (each for tool in tools for each in tool["api"]["permissions"]):
        on.setdefault(tuple(each["resources"]), {}).update(dict.fromkeys(each["actions"]))
    return [Permission(f"Api{at}", tuple(actions), resources) for at, (resources, actions) in enumerate(on.items())]
