"""Checks the `api` of a plain tool: an AWS API call that Step Functions makes itself."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from agents.aws_api import arguments
from agents.aws_api.operation import Operation, UnknownActionError, operation, pascal
from agents.tool_kinds import expressions
from agents.tools_json import permissions, schema
from agents.tools_json.iam_actions.actions import actions_of

KEYS = ("action", "arguments", "result", "permissions")
_OF_KEYS = re.compile(r"kms:(Decrypt|GenerateDataKey)")
"""The actions that a call may need beside its own: those of the key of its data."""


def problems(api: Any, input_schema: Any) -> list[str]:
    """Return a sentence for each thing that is wrong with the `api` of a tool with this input_schema."""
    if not isinstance(api, dict):
        return [f"api is {json.dumps(api)}: allowed is an object with {', '.join(KEYS)}"]
    unknown = [f"api has no {name}: allowed are {', '.join(KEYS)}" for name in api if name not in KEYS]
    try:
        called = operation(api.get("action"))
    except UnknownActionError as wrong:
        return [*unknown, f"action is {json.dumps(api.get('action'))}: {wrong}"]
    given = input_schema if isinstance(input_schema, dict) else {}
    return [
        *unknown,
        *_of_the_output(called),
        *arguments.problems(called, api.get("arguments", {}), given),
        *_of_the_result(called, api.get("result"), given),
        *_of_the_permissions(called, api.get("permissions")),
    ]


def _of_the_output(called: Operation) -> Iterator[str]:
    shape = called.model.output_shape
    members = shape.members if shape else {}
    bytes_in = [name for name, member in members.items() if member.type_name == "blob" or getattr(member, "eventstream", False)]
    if bytes_in or called.model.has_streaming_output or called.model.has_event_stream_output:
        what = pascal(bytes_in[0]) if bytes_in else "result"
        instead = "declare the function by FunctionTool" if called.action == "lambda:invoke" else "write a tool in a folder for it"
        yield f"action is {called.action!r}, whose {what} is bytes: a run can't hold those as a text, so {instead}"


def _of_the_result(called: Operation, result: Any, input_schema: Mapping[str, Any]) -> Iterator[str]:
    if expressions.inside(result) is None:
        example = f"{{% $result.{_first(called)} %}}"
        yield f"result is {json.dumps(result)}: allowed is a JSONata expression over $result, like {example}"
    output = called.model.output_shape
    yield from expressions.problems(result, "result", input_schema, _ShapeFields(output) if output else expressions.NamedFields(()))


def _first(called: Operation) -> str:
    shape = called.model.output_shape
    return pascal(next(iter(shape.members), "…")) if shape else "…"


class _ShapeFields:
    """The fields of a value in a response, as Step Functions writes them."""

    def __init__(self, shape: Any) -> None:
        while shape.type_name == "list":
            shape = shape.member
        self._shape = shape

    def names(self) -> list[str] | None:
        kind = self._shape.type_name
        if kind == "structure" and not getattr(self._shape, "is_document_type", False):
            return [pascal(name) for name in self._shape.members]
        return None if kind in ("map", "structure") else []

    def field(self, name: str) -> expressions.Fields:
        if self._shape.type_name == "map":
            return _ShapeFields(self._shape.value)
        members = {pascal(each): member for each, member in self._shape.members.items()}
        return _ShapeFields(members[name]) if name in members else expressions.AnyFields()


def _of_the_permissions(called: Operation, given: Any) -> Iterator[str]:
    if not isinstance(given, list) or not given:
        example = {"actions": [called.permission], "resources": ["arn:…"]}
        yield f"permissions are {json.dumps(given)}: allowed is a list with what the call needs, like {json.dumps(example)}"
        return
    wrong = [
        f"permissions[{at}]{problem.removeprefix('the file')}" if problem.startswith("the file") else f"permissions[{at}].{problem}"
        for at, each in enumerate(given)
        for problem in schema.problems_of_a_permission(each)
    ] or permissions.problems(given)
    if wrong:
        yield from wrong
        return
    actions = [action for each in given for action in each["actions"]]
    prefix, _, name = called.permission.partition(":")
    if name not in actions_of(prefix):
        # The action has another name, or there are several, and nothing says which.
        return
    if not any(re.fullmatch(re.escape(action).replace(r"\*", ".*"), called.permission) for action in actions):
        yield f"permissions allow {', '.join(actions)}: {called.action} needs {called.permission}"
    for at, each in enumerate(given):
        more = [action for action in each["actions"] if action != called.permission and not _OF_KEYS.fullmatch(action)]
        if more and not each.get("because"):
            yield f"permissions[{at}] allows {', '.join(more)}, which {called.action} doesn't need: leave it out, or say a because"
