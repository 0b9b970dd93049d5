"""Checks a `tools.json` against `lambda/tools/tools.schema.json`, and says in sentences what is wrong.

Editors read the same schema.
"""

import difflib
import functools
import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, cast

from agents.folders import ROOT

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

SCHEMA = ROOT / "lambda" / "tools" / "tools.schema.json"

# Words of programming languages and of other dialects of JSON Schema, with the words that are meant.
MEANT = {
    **{"str": "string", "text": "string", "date": "string", "int": "integer", "float": "number", "double": "number"},
    **{"decimal": "number", "bool": "boolean", "list": "array", "tuple": "array", "dict": "object", "map": "object"},
    **{"parameters": "input_schema", "inputSchema": "input_schema", "timeout": "timeout_seconds", "memory": "memory_mb"},
}
INSTEAD = {
    "format": "write a pattern",
    "const": "write a text as an enum of one value",
    "enum": "write the values as texts, or minimum and maximum",
    "nullable": "leave the field out of required: a null is then as good as none",
    "patternProperties": "list the fields, or take a list of objects with a name and a value",
    **dict.fromkeys(("default", "example", "examples", "$comment", "deprecated"), "say it in the description"),
    **dict.fromkeys(("anyOf", "oneOf", "allOf", "not", "if", "then", "else"), "declare a field for each kind"),
    **dict.fromkeys(("$ref", "$defs", "definitions", "$dynamicRef"), "write the schema where it is used"),
    **dict.fromkeys(("$schema", "$id", "$anchor", "readOnly", "writeOnly"), "leave it out"),
    **dict.fromkeys(("prefixItems", "contains", "unevaluatedItems"), "take an object with a field for each item"),
    **dict.fromkeys(
        ("multipleOf", "minProperties", "maxProperties", "propertyNames", "dependentRequired", "contentEncoding"),
        "say it in the description, and check it in the function",
    ),
}

MOVED = {"timeout_seconds": "It is the function's: write it once, beside memory_mb"}
"""Keys of a tool that the file has now."""

_MAY_BE_NULL = "A field that may be null is left out of required: a null is then as good as none"
_KINDS = {"object": "an object", "array": "a list", "string": "a text", "boolean": "true or false"}
_NUMBERS = {"integer": "a whole number", "number": "a number"}


def problems(declared: Any) -> list[str]:
    """Return a sentence for each thing that is wrong with a file, in the order of their places."""
    return _problems(declared, "")


def problems_of_a_tool(tool: Any) -> list[str]:
    """Return a sentence for each thing that is wrong with one tool of a file."""
    return _problems(tool, "#/$defs/tool")


def problems_of_a_timeout(seconds: Any) -> list[str]:
    """Return a sentence if `timeout_seconds` is wrong."""
    return [f"timeout_seconds{each.removeprefix('the file')}" for each in _problems(seconds, "#/$defs/timeout_seconds")]


def problems_of_a_permission(permission: Any) -> list[str]:
    """Return a sentence for each thing that is wrong with one entry of `permissions`."""
    return _problems(permission, "#/$defs/permission")


def problems_of_an_object(schema: Any) -> list[str]:
    """Return a sentence for each thing that is wrong with a schema of type object, like an input_schema."""
    return _problems(schema, "#/$defs/object")


def _problems(declared: Any, part: str) -> list[str]:
    errors = sorted(_validator(part).iter_errors(declared), key=lambda error: [_order(step) for step in error.absolute_path])
    # The same error comes twice where two rules of the schema say the same.
    return list(dict.fromkeys(sentence for error in errors for sentence in _sentences(error)))


@functools.cache
def _validator(part: str) -> "Draft202012Validator":
    # Imported here, because the import is slow and most commands declare no tool.
    import jsonschema

    # 30.0 is an integer to JSON Schema, and not to a Go struct or to Rust.
    types = jsonschema.Draft202012Validator.TYPE_CHECKER.redefine(
        "integer", lambda _, value: isinstance(value, int) and not isinstance(value, bool)
    )
    strict = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
        jsonschema.Draft202012Validator, {"pattern": _pattern}, type_checker=types
    )
    whole = json.loads(SCHEMA.read_text("utf-8"))
    made: Draft202012Validator = strict({"$ref": part, "$defs": whole["$defs"]} if part else whole)
    return made


def _pattern(_: Any, pattern: str, given: Any, __: Any) -> Iterator["ValidationError"]:
    from jsonschema import ValidationError

    # Python's $ lets a line end follow.
    if isinstance(given, str) and not re.search(pattern.replace("$", r"\Z"), given):
        yield ValidationError("it doesn't fit")


def _order(step: str | int) -> tuple[int, str]:
    return (step, "") if isinstance(step, int) else (0, step)


def _sentences(error: "ValidationError") -> Iterator[str]:
    path, given = path_of(error.absolute_path), cast(Any, error.instance)
    schema, wanted = cast("dict[str, Any]", error.schema), cast(Any, error.validator_value)
    is_name = "propertyNames" in error.absolute_schema_path
    what = f"{path or 'the file'} has the name {shown(given)}" if is_name else f"{path or 'the file'} is {shown(given)}"
    match error.validator:
        case "additionalProperties":
            for name in given:
                if name not in schema["properties"]:
                    yield f"{path_of([*error.absolute_path, name])}: there is no such key. {_allowed(name, schema['properties'])}"
        case "required":
            for name in wanted:
                if name not in given:
                    yield f"{path or 'the file'} has no {name}{_about(name, given, schema)}"
        case "type":
            yield f"{what}: {schema.get('typeErrorMessage') or f'allowed is {_kind(schema)}'}"
        case "const" if "not" not in error.absolute_schema_path:
            yield f"{what}: allowed is {json.dumps(wanted)}"
        case "enum":
            yield f"{what}. {_allowed(given, wanted)}"
        case "minimum" | "maximum":
            yield f"{what}: allowed is {_kind(schema)}"
        case "minLength" | "maxLength":
            yield f"{path} has {len(given):,} characters: allowed are {_range(schema, 'minLength', 'maxLength')}"
        case "minItems":
            yield f"{path} is empty: allowed are {wanted} or more"
        case "maxItems":
            yield f"{path} has {len(given)} entries: allowed are {wanted} or fewer"
        case "uniqueItems":
            yield f"{path} is {shown(given)}: allowed is each value once"
        case "pattern":
            yield f"{what}: {schema.get('patternErrorMessage') or f'allowed is a text that matches {wanted}'}"
        case _:
            yield f"{what}: {schema.get('errorMessage') or error.message}"


def path_of(steps: Iterable[str | int]) -> str:
    """Return a path as text, like `tools[1].input_schema.properties.days`."""
    path = ""
    for step in steps:
        path += f"[{step}]" if isinstance(step, int) else f".{step}"
    return path.removeprefix(".")


def shown(value: Any) -> str:
    """Return a value as it stands in the file, cut to 80 characters."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:80]}…"


def _allowed(given: Any, names: Iterable[str]) -> str:
    names = list(names)
    said = f"Allowed are {', '.join(names)}"
    if isinstance(given, list) or given == "null":
        return f"{said}. {_MAY_BE_NULL}"
    if not isinstance(given, str):
        return said
    if given in MOVED and "input_schema" in names:
        return f"{said}. {MOVED[given]}"
    if given in INSTEAD and "type" in names:
        return f"{said}. Instead, {INSTEAD[given]}"
    meant = [MEANT[given]] if MEANT.get(given) in names else difflib.get_close_matches(given, names, 1)
    return f"{said}. Did you mean {meant[0]}?" if meant else said


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _about(name: str, given: dict[str, Any], schema: dict[str, Any]) -> str:
    if name == "type":
        if [key for key in ("anyOf", "oneOf") if {"type": "null"} in _listed(given.get(key))]:
            return f". Instead of null as a kind, write the other kind alone. {_MAY_BE_NULL}"
        if wider := [key for key in given if key in INSTEAD and key != "enum"]:
            return f". Instead of {wider[0]}, {INSTEAD[wider[0]]}"
        if "enum" in (types := schema["properties"].get("type", {})):
            return f". Allowed are {', '.join(types['enum'])}"
    described = schema.get("properties", {}).get(name, {}).get("description", "")
    return f". {described}" if described else ""


def _kind(schema: dict[str, Any]) -> str:
    kind = schema["type"]
    if kind not in _NUMBERS:
        return _KINDS[kind]
    bounds = _range(schema, "minimum", "maximum")
    return f"{_NUMBERS[kind]}, {bounds}" if bounds else _NUMBERS[kind]


def _range(schema: dict[str, Any], lowest: str, highest: str) -> str:
    low, high = schema.get(lowest), schema.get(highest)
    if low is not None and high is not None:
        return f"{low:,} to {high:,}"
    return f"{low:,} or more" if low is not None else f"{high:,} or fewer" if high is not None else ""
