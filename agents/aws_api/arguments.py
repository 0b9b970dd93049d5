"""Checks the arguments of an AWS API call against the operation's model.

A literal is a plain value, and may hold placeholders like `${account}`. An expression is a text `{% … %}`. So the agent's model
chooses the values of expressions alone. Those are never code of a query language. They never name a resource, unless the
input_schema lists the allowed ones.
"""

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from agents.aws_api.operation import Operation, pascal
from agents.tool_kinds import expressions
from agents.tools_json import placeholders

MOST_IN_A_PAGE = 100

_RESOURCE = re.compile(
    r"(Table|Bucket|Queue|Topic|Function|Stream|StateMachine|LogGroup|EventBus|Cluster|Role|Secret|Key|Database|WorkGroup|Index|"
    r"KnowledgeBase|Project|Repository|Domain|UserPool|Pipe|Rule|Schedule|Endpoint)(Name|Arn|ARN|Url|URL|Id|Identifier)s?"
    r"|.*(Arn|ARN|Url|URL)s?|Bucket|Queue|CopySource|PhoneNumber"
)
"""The names of members and of keys that choose what a call is made on."""
_CODE = re.compile(r".*(Expression|Statement|QueryString|Query|Sql|Script)", re.IGNORECASE)
"""The names of members that hold code."""
_WHOLE = ("integer", "long")


def problems(called: Operation, arguments: Any, input_schema: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each thing that is wrong with the arguments."""
    if not isinstance(arguments, dict):
        return [f"arguments are {json.dumps(arguments)}: allowed is an object with the arguments of {called.action}"]
    shape = called.model.input_shape
    if shape is None:
        return [f"arguments: {called.action} takes none"] if arguments else []
    return [*_of_a_structure(shape, arguments, "arguments", input_schema), *_of_the_page(called, arguments, input_schema)]


def _of_the_page(called: Operation, arguments: Mapping[str, Any], input_schema: Mapping[str, Any]) -> Iterator[str]:
    key = called.page_size
    if key is None:
        return
    given = arguments.get(key)
    text = expressions.inside(given)
    most = given if text is None else _most(expressions.input_path(text), input_schema)
    if isinstance(most, bool) or not isinstance(most, int) or not 1 <= most <= MOST_IN_A_PAGE:
        yield (
            f"arguments.{key} is {json.dumps(given)}: {called.action} gives its results in pages, and a run holds 256 KiB. Allowed "
            f"is a number of 1 to {MOST_IN_A_PAGE}, or {{% $input.… %}} of an integer with a minimum of 1 and a maximum of "
            f"{MOST_IN_A_PAGE} or less"
        )


def _most(path: list[str] | None, schema: Mapping[str, Any]) -> Any:
    """Return the maximum of the integer at a path of the input_schema, or None."""
    found = _at(path, schema)
    return found.get("maximum") if found and found.get("type") == "integer" and found.get("minimum", 0) >= 1 else None


def _at(path: list[str] | None, schema: Mapping[str, Any]) -> Mapping[str, Any] | None:
    for name in path or []:
        schema = schema.get("properties", {}).get(name, {}) if schema.get("type") == "object" else {}
    return schema if path else None


def _of_a_value(shape: Any, value: Any, path: str, schema: Mapping[str, Any]) -> Iterator[str]:
    text = expressions.inside(value)
    if text is not None:
        yield from _of_an_expression(shape, text, path, schema)
    elif isinstance(value, str) and (problem := expressions.half(value) or placeholders.problem(value)):
        yield f"{path} is {json.dumps(value)}: {problem}"
    if text is None:
        yield from _of_a_literal(shape, value, path, schema)


def _of_a_literal(shape: Any, value: Any, path: str, schema: Mapping[str, Any]) -> Iterator[str]:
    match shape.type_name:
        case "structure" if getattr(shape, "is_document_type", False):
            return
        case "structure" if isinstance(value, dict):
            yield from _of_a_structure(shape, value, path, schema)
        case "map" if isinstance(value, dict):
            for key, inner in value.items():
                if expressions.inside(key) is not None:
                    yield f"{path}: {key!r} is an expression, and a name can be none"
                yield from _of_a_value(shape.value, inner, f"{path}.{key}", schema)
        case "list" if isinstance(value, list):
            for at, inner in enumerate(value):
                yield from _of_a_value(shape.member, inner, f"{path}[{at}]", schema)
        case kind:
            allowed = {"structure": dict, "map": dict, "list": list, "boolean": bool, "integer": int, "long": int}.get(kind)
            is_whole = kind in _WHOLE and isinstance(value, bool)
            # A text of JSON may be written as JSON, and a date or bytes as a text.
            wrong_type = allowed is not None and not isinstance(value, allowed)
            number = kind in ("float", "double") and (isinstance(value, bool) or not isinstance(value, int | float))
            text = kind == "string" and not isinstance(value, str | dict | list)
            if wrong_type or is_whole or number or text:
                yield f"{path} is {json.dumps(value)}: allowed is {_in_words(kind)}"
            elif kind == "string" and isinstance(value, str) and shape.enum and value not in shape.enum and "${" not in value:
                yield f"{path} is {json.dumps(value)}: allowed are {', '.join(shape.enum)}"


def _in_words(kind: str) -> str:
    words = {"structure": "an object", "map": "an object", "list": "a list", "boolean": "true or false", "string": "a text"}
    return words.get(kind, "a whole number" if kind in _WHOLE else "a number")


def _of_a_structure(shape: Any, value: Mapping[str, Any], path: str, schema: Mapping[str, Any]) -> Iterator[str]:
    members = {pascal(name): member for name, member in shape.members.items()}
    for name, inner in value.items():
        if name in members:
            yield from _of_a_value(members[name], inner, f"{path}.{name}", schema)
            continue
        meant = next((each for each in members if each.lower() == name.lower()), None)
        close = [meant] if meant else difflib.get_close_matches(name, members, 1)
        yield f"{path} has no {name}{f' (did you mean {close[0]}?)' if close else ''}. Allowed are {', '.join(members)}"
    missing = [pascal(name) for name in shape.required_members if pascal(name) not in value]
    if missing:
        yield f"{path}: {', '.join(missing)} is missing"
    for name in map(pascal, shape.required_members):
        names = expressions.input_path(expressions.inside(value.get(name)) or "")
        if names and names[0] in schema.get("properties", {}) and names[0] not in schema.get("required", []):
            yield f"{path}.{name} is needed, and $input.{names[0]} isn't required by the input_schema: require it"


def _of_an_expression(shape: Any, jsonata: str, path: str, schema: Mapping[str, Any]) -> Iterator[str]:
    yield from expressions.problems(f"{{% {jsonata} %}}", path, schema)
    names = expressions.input_path(jsonata)
    name = path.rpartition(".")[2].partition("[")[0]
    if _CODE.fullmatch(name) and shape.type_name == "string":
        yield f"{path} is code, so it can't be an expression: write it as a text, and give what the input says as its values"
    elif _RESOURCE.fullmatch(name) and shape.type_name in ("string", "list"):
        found = _at(names, schema) if names else None
        if not found or not (found.get("enum") or found.get("items", {}).get("enum")):
            yield (
                f"{path} says what the call is made on, so the model may not choose it freely: write it as a text, or take "
                "{% $input.… %} of a field with an enum"
            )
    elif chosen := next(_resources_in(shape, set()), None):
        yield f"{path} holds {chosen}, which says what the call is made on: write {path} as JSON, with expressions inside it"


def _resources_in(shape: Any, seen: set[str]) -> Iterator[str]:
    """Yield the members and keys within a shape that choose what a call is made on, or that hold code."""
    if shape.name in seen:
        return
    seen.add(shape.name)
    match shape.type_name:
        case "structure":
            for name, member in shape.members.items():
                found = _RESOURCE.fullmatch(pascal(name)) or _CODE.fullmatch(name)
                if found and member.type_name in ("string", "list"):
                    yield pascal(name)
                yield from _resources_in(member, seen)
        case "list":
            yield from _resources_in(shape.member, seen)
        case "map":
            if _RESOURCE.fullmatch(pascal(shape.key.name)):
                yield shape.key.name
            yield from _resources_in(shape.value, seen)
