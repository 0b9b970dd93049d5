"""Make a small value that fits a schema, to try a tool before anybody has asked for anything.

It reads the schema dialect of tools.json (docs/reference/tools-json.md). The same schema always gives the same value.
"""

import math
import random
from collections.abc import Iterator
from typing import Any

import rstr
from jsonschema import Draft202012Validator

from agents.declaration import Tool

TEXT = "Hello from the laptop"
MOST_TRIES = 50


class SampleError(ValueError):
    """No value can be made. The message names the field and says what to do."""


def sample_input(tool: Tool) -> dict[str, Any]:
    """Return the tool's `example`, or else an input with its required fields. Raises SampleError."""
    if tool.example is not None:
        return tool.example
    try:
        made: dict[str, Any] = sample(tool.input_schema)
    except SampleError as error:
        raise SampleError(f"{error}. Write an input of {tool.name} as its `example` into {tool.place}") from error
    return made


def sample(schema: dict[str, Any], path: str = "the input") -> Any:
    """Return a value that fits the schema. Raises SampleError, which names its `path`."""
    fits = Draft202012Validator(schema).is_valid
    value = next((value for value in _candidates(schema, path) if fits(value)), None)
    if value is None:
        raise SampleError(f"no sample of {path} can be made from its schema")
    return value


def _candidates(schema: dict[str, Any], path: str) -> Iterator[Any]:
    if schema.get("enum"):
        yield schema["enum"][0]
        return
    match schema.get("type"):
        case "object":
            fields = schema.get("properties", {})
            yield {name: sample(fields.get(name, {}), f"{path}.{name}") for name in schema.get("required", [])}
        case "array":
            yield [sample(schema.get("items", {}), f"{path}[{at}]") for at in range(schema.get("minItems", 0))]
        case "string":
            yield from _texts(schema)
        case "integer" | "number" as kind:
            yield from _numbers(schema, kind)
        case "boolean":
            yield True


def _texts(schema: dict[str, Any]) -> Iterator[str]:
    most = schema.get("maxLength", len(TEXT))
    yield TEXT[:most].ljust(schema.get("minLength", 0), ".")
    if "pattern" in schema:
        # Seeded, so that a conversation that is played again asks for the same value.
        texts = rstr.Rstr(random.Random(0))
        yield from sorted((texts.xeger(schema["pattern"]) for _ in range(MOST_TRIES)), key=len)


def _numbers(schema: dict[str, Any], kind: str) -> Iterator[float]:
    lowest = schema.get("minimum", schema.get("exclusiveMinimum"))
    highest = schema.get("maximum", schema.get("exclusiveMaximum"))
    yield 1
    if lowest is not None:
        yield from (math.ceil(lowest), math.floor(lowest) + 1)
    if highest is not None:
        yield from (math.floor(highest), math.ceil(highest) - 1)
    if kind == "number":
        yield from (bound for bound in (lowest, highest) if bound is not None)
        if lowest is not None and highest is not None:
            yield (lowest + highest) / 2
