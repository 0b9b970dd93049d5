"""Checks the input of a tool against its input_schema, in the words that the toolkit of every language has.

docs/reference/tools-json.md describes the dialect of the schemas and the rules for an input. tests/events/fields.json has cases of
both for all languages. This file is in the package of the LLM caller and in the Python toolkit, because neither has the other.
"""

import functools
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

MOST_SHOWN = 300
"""The most characters of a wrong value that a sentence repeats. They are enough to recognise it, and don't double a prompt."""
MOST_PROBLEMS = 5
MOST_DEPTH = 20
"""The most schemas that lie in each other."""
MOST_WHOLE = 2**53 - 1
"""Step Functions and TypeScript hold whole numbers up to this one exactly."""

_KINDS = {
    "object": "an object",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}
_BOUNDS = {"minimum": "{} or more", "exclusiveMinimum": "more than {}", "maximum": "{} or less", "exclusiveMaximum": "less than {}"}
_LENGTHS = {"minLength": "{} or more characters", "maxLength": "{} or fewer characters"}
_SIZES = {"minItems": "{} or more items", "maxItems": "{} or fewer items"}
_LIMITS = {**_BOUNDS, **_LENGTHS, **_SIZES}
_KEYS: dict[str, tuple[str, ...]] = {
    "object": ("properties", "required", "additionalProperties"),
    "array": ("items", *_SIZES, "uniqueItems"),
    "string": ("enum", *_LENGTHS, "pattern"),
    "integer": (*_BOUNDS,),
    "number": (*_BOUNDS,),
    "boolean": (),
}

# A pattern of the syntax that means the same in all languages: docs/reference/tools-json.md#patterns
_PATTERN_SYNTAX = (
    r"^(?:(?:\\[tnr\\^$.*+?()\[\]{}|/]|\[\^?(?:\\[tnr\\^$.*+?()\[\]{}|/-]|[^\[\]\\$])+\]"
    r"|[^\\\[\](){}.*+?|^$]|\))(?:(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})\??)?|\((?:\?:)?|[|^$])*$"
)


class SchemaError(ValueError):
    """A schema isn't of the dialect. The message says where."""


def refuse_other_schemas(schema: Any, path: str = "input_schema", depth: int = 1) -> None:
    """Raise SchemaError if a schema isn't of the dialect."""
    if depth > MOST_DEPTH:
        raise SchemaError(f"{path} lies too deep; allowed are {MOST_DEPTH} schemas in each other")
    if not isinstance(schema, dict):
        raise SchemaError(f"{path} is {shown(schema)}; allowed is an object")
    kind = schema.get("type")
    if not isinstance(kind, str) or kind not in _KEYS:
        raise SchemaError(f"{path}.type is {shown(kind)}; allowed are {', '.join(_KEYS)}")
    for key, value in schema.items():
        if key not in (*_KEYS[kind], "type", "title", "description"):
            raise SchemaError(
                f"{path} has the key {cut(key)}; allowed are {', '.join(('type', 'title', 'description', *_KEYS[kind]))}"
            )
        if key not in ("type", "properties", "items") and not _is_allowed(key, value):
            raise SchemaError(f"{path}.{key} can't be {shown(value)}")
    if kind == "object":
        if schema.get("additionalProperties") is not False:
            raise SchemaError(f"{path} allows any other field: it needs additionalProperties false")
        if not isinstance(schema.get("properties"), dict):
            raise SchemaError(f"{path} has no properties")
        if unknown := [name for name in schema.get("required", ()) if name not in schema["properties"]]:
            raise SchemaError(f"{path}.required names {unknown[0]}, which isn't one of the properties")
        for name, field in schema["properties"].items():
            refuse_other_schemas(field, f"{path}.properties.{name}", depth + 1)
    if kind == "array":
        refuse_other_schemas(schema.get("items"), f"{path}.items", depth + 1)


def fit(value: Any, schema: dict[str, Any]) -> tuple[Any, list[str]]:
    """Return an input as its tool takes it, and a sentence for each of the first problems.

    A null for an optional field is left out. A whole float for an integer becomes an int.
    """
    problems: list[str] = []
    fitted = _Fitting(problems).fit(value, schema, "input", optional=False)
    return fitted, problems


def sentence(tool: str, problems: list[str], schema: dict[str, Any]) -> str:
    """Return what a model reads of a wrong input."""
    return f"The input of {tool} is wrong: {'. '.join(problems)}. {takes(tool, schema)}"


def takes(tool: str, schema: dict[str, Any]) -> str:
    """Return the fields of a tool, like `query takes: sql (string, required), rows (integer).`"""
    required = schema.get("required", ())
    fields = [f"{name} ({field['type']}{', required' if name in required else ''})" for name, field in schema["properties"].items()]
    return f"{tool} takes: {', '.join(fields) or 'no fields'}."


def shown(value: Any) -> str:
    """Return a value as JSON with its fields in order, cut to MOST_SHOWN characters."""
    return cut(_json(value))


def cut(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}… ({len(text)} characters)"


class _Fitting:
    """One input, which is fitted into a schema."""

    def __init__(self, problems: list[str]):
        self._problems = problems

    def fit(self, value: Any, schema: dict[str, Any], path: str, *, optional: bool) -> Any:
        before = len(self._problems)
        fits, value = _CHECKS[schema["type"]](value, schema)
        if fits and isinstance(value, dict):
            return self._fields(value, schema, path)
        if fits and isinstance(value, list):
            value = [self.fit(each, schema["items"], f"{path}[{at}]", optional=False) for at, each in enumerate(value)]
            if before == len(self._problems) and schema.get("uniqueItems"):
                fits = len({_json(each) for each in value}) == len(value)
        if not fits:
            leave = "; the field is optional: leave it out if there is no value for it" if optional else ""
            self._add(f"{path} is {shown(value)}; allowed is {allowed(schema)}{_reminder(value, schema)}{leave}")
        return value

    def _fields(self, value: dict[str, Any], schema: dict[str, Any], path: str) -> dict[str, Any]:
        fields, required, fitted = schema["properties"], schema.get("required", ()), {}
        for name in sorted(value):
            if name not in fields:
                self._add(f"{path} has no field {cut(name)}; allowed are {', '.join(fields) or 'no fields'}")
        for name, field in fields.items():
            if name in value and (value[name] is not None or name in required):
                fitted[name] = self.fit(value[name], field, f"{path}.{name}", optional=name not in required)
            elif name in required:
                self._add(f"{path}.{name} is missing; allowed is {allowed(field)}")
        return fitted

    def _add(self, problem: str) -> None:
        if len(self._problems) < MOST_PROBLEMS:
            self._problems.append(problem)


def allowed(schema: dict[str, Any]) -> str:
    """Return in words what a schema allows, like `a whole number, 1 or more`."""
    return cut(", ".join((_KINDS[schema["type"]], *_limits(schema))))


def _limits(schema: dict[str, Any]) -> Iterator[str]:
    if "enum" in schema:
        yield f"one of {', '.join(map(_json, schema['enum']))}"
    for key, words in _LIMITS.items():
        if key in schema:
            yield words.format(_json(schema[key]))
    if "pattern" in schema:
        yield f"that matches {schema['pattern']}"
    if schema.get("uniqueItems"):
        yield "no item twice"


def _reminder(value: Any, schema: dict[str, Any]) -> str:
    """Return in words a rule that the keys of the schema don't say."""
    if isinstance(value, str) and schema["type"] != "string":
        return ", and not a text"
    if schema["type"] == "integer" and _is_number(value) and abs(value) > MOST_WHOLE:
        return f", {-MOST_WHOLE} to {MOST_WHOLE}"
    return ""


def _is_allowed(key: str, value: Any) -> bool:
    """Return whether a key of a schema may have a value."""
    if key in _BOUNDS:
        return _is_number(value)
    if key in _LENGTHS or key in _SIZES:
        return _is_number(value) and value == int(value) and value >= 0
    match key:
        case "additionalProperties" | "uniqueItems":
            return isinstance(value, bool)
        case "required" | "enum":
            texts = isinstance(value, list) and all(isinstance(each, str) for each in value)
            return texts and (key == "required" or bool(value))
        case "pattern":
            return isinstance(value, str) and _matches(_PATTERN_SYNTAX, value) and _matcher(value) is not None
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    most = sys.float_info.max
    return isinstance(value, int | float) and not isinstance(value, bool) and -most <= value <= most


def _object(value: Any, _: dict[str, Any]) -> tuple[bool, Any]:
    return isinstance(value, dict), value


def _array(value: Any, schema: dict[str, Any]) -> tuple[bool, Any]:
    return isinstance(value, list) and _within(len(value), schema, "minItems", "maxItems"), value


def _string(value: Any, schema: dict[str, Any]) -> tuple[bool, Any]:
    fits = (
        isinstance(value, str)
        and _within(len(value), schema, "minLength", "maxLength")
        and ("enum" not in schema or value in schema["enum"])
        and ("pattern" not in schema or _matches(schema["pattern"], value))
    )
    return fits, value


def _boolean(value: Any, _: dict[str, Any]) -> tuple[bool, Any]:
    return isinstance(value, bool), value


def _number(value: Any, schema: dict[str, Any]) -> tuple[bool, Any]:
    fits = (
        _is_number(value)
        and _within(value, schema, "minimum", "maximum")
        and ("exclusiveMinimum" not in schema or value > schema["exclusiveMinimum"])
        and ("exclusiveMaximum" not in schema or value < schema["exclusiveMaximum"])
    )
    return fits, value


def _integer(value: Any, schema: dict[str, Any]) -> tuple[bool, Any]:
    whole = _is_number(value) and value == int(value) and abs(value) <= MOST_WHOLE
    return _number(int(value), schema) if whole else (False, value)


_CHECKS: dict[str, Callable[[Any, dict[str, Any]], tuple[bool, Any]]] = {
    "object": _object,
    "array": _array,
    "string": _string,
    "boolean": _boolean,
    "number": _number,
    "integer": _integer,
}


def _within(size: float, schema: dict[str, Any], least: str, most: str) -> bool:
    return not (least in schema and size < schema[least]) and not (most in schema and size > schema[most])


def _matches(pattern: str, text: str) -> bool:
    matcher = _matcher(pattern)
    return matcher is not None and matcher.search(text.encode("utf-8", "replace")) is not None


@functools.cache
def _matcher(pattern: str) -> Any:
    """Return a compiled pattern, or None for a text that isn't one.

    RE2 needs a time in proportion to the text, whatever the pattern. Python's own engine needs years for some.
    """
    # Imported here, because most schemas have no pattern.
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern.encode("utf-8", "replace"), options)
    except re2.error:
        return None


def _plain(value: Any) -> Any:
    """Return a value with 1 for 1.0, which JSON holds for equal."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) <= MOST_WHOLE else value


def _json(value: Any) -> str:
    try:
        return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=repr)
    except (RecursionError, TypeError):
        return "a value that lies too deep in itself" if isinstance(value, dict | list) else repr(value)
