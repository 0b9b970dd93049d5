"""Checks the `permissions` of a tools.json: what the role of the folder's function may do in AWS beyond what every tool may."""

import json
import re
from collections.abc import Iterator
from typing import Any

from agents.tools_json import placeholders
from agents.tools_json.iam_actions import actions

_ARN = re.compile(r"arn:(?P<partition>[^:]*):(?P<service>[^:]*):(?P<region>[^:]*):(?P<account>[^:]*):(?P<resource>.+)")


def problems(permissions: list[dict[str, Any]]) -> list[str]:
    """Return a sentence for each thing that is wrong with permissions that fit `tools.schema.json`."""
    return [problem for at, each in enumerate(permissions) for problem in _problems(each, f"permissions[{at}]")]


def _problems(permission: dict[str, Any], path: str) -> Iterator[str]:
    because = permission.get("because")
    for at, action in enumerate(permission["actions"]):
        # A new action may be missing in the list.
        if (problem := actions.problem(action)) and not because:
            yield f"{path}.actions[{at}] is {json.dumps(action)}: {problem}. If it is newer than our list, add a because"
    for at, resource in enumerate(permission["resources"]):
        if problem := _problem_of_a_resource(resource):
            yield f"{path}.resources[{at}] is {json.dumps(resource)}: {problem}"
    wide = next((text for text in (*permission["actions"], *permission["resources"]) if re.search(r"[*?]", text)), None)
    if wide and not because:
        yield f"{path} has {json.dumps(wide)} and no because: say in a sentence why it has to be this wide"
    if permission["resources"] != ["*"]:
        without = [action for action in permission["actions"] if actions.knows_no_resources(*action.split(":", 1))]
        if without:
            yield f"{path}: IAM knows no resources of {', '.join(without)}. Ask for it apart, with the resource * and a because"


def _problem_of_a_resource(resource: str) -> str | None:
    if resource == "*":
        return None
    if problem := placeholders.problem(resource):
        return problem
    arn = _ARN.fullmatch(resource)
    if not arn:
        return "allowed is an ARN, like arn:${partition}:dynamodb:${region}:${account}:table/orders, or *"
    if problem := placeholders.problem_of_a_partition(arn["partition"]):
        return problem
    if arn["service"] not in actions.services():
        return f"AWS has no service {arn['service']!r}"
    return None
