"""Checks what `tools.schema.json` can't check in an input_schema: whether its keys fit each other, and its patterns."""

import json
from collections.abc import Iterator
from typing import Any

from agents.tools_json import patterns

MOST_DEPTH = 20
"""The most schemas that lie in each other. The toolkits allow the same."""

_BOUNDS = (("minLength", "maxLength"), ("minItems", "maxItems"), ("minimum", "maximum"))


def problems(schema: dict[str, Any], path: str) -> list[str]:
    """Return a sentence for each thing that is wrong with a schema that fits `tools.schema.json`.

    path: the place of the schema in its file, like `tools[0].input_schema`.
    """
    return list(_problems(schema, path))


def not_json(schema: Any, path: str) -> list[str]:
    """Return a sentence if a schema isn't JSON, or lies too deep in itself. A schema in Python may be both."""
    try:
        json.dumps(schema, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as wrong:
        return [f"{path} isn't JSON: {wrong}"]
    if _depth(schema) > MOST_DEPTH:
        return [f"{path} has more than {MOST_DEPTH} schemas in each other: allowed are {MOST_DEPTH}"]
    return []


def without_nulls(value: Any, schema: dict[str, Any]) -> Any:
    """Return an input without each null for an optional field, as the toolkits take it."""
    if isinstance(value, list) and "items" in schema:
        return [without_nulls(each, schema["items"]) for each in value]
    if not isinstance(value, dict):
        return value
    fields, required = schema.get("properties", {}), schema.get("required", ())
    return {
        name: without_nulls(each, fields.get(name, {}))
        for name, each in value.items()
        if each is not None or name in required or name not in fields
    }


def _depth(schema: Any) -> int:
    depth, level = 0, [schema]
    while level := [each for each in level if isinstance(each, dict)]:
        depth += 1
        inside = [field for each in level if isinstance(each.get("properties"), dict) for field in each["properties"].values()]
        level = inside + [each.get("items") for each in level]
    return depth


def _problems(schema: dict[str, Any], path: str) -> Iterator[str]:
    for low, high in _BOUNDS:
        if low in schema and high in schema and schema[low] > schema[high]:
            yield f"{path}.{low} is {schema[low]:,} and {high} is {schema[high]:,}: nothing fits both"
    if problem := patterns.problem(schema["pattern"]) if "pattern" in schema else None:
        yield f"{path}.pattern is {json.dumps(schema['pattern'], ensure_ascii=False)}: {problem}"
    for at, name in enumerate(schema.get("required", ())):
        if name not in schema["properties"]:
            fields = ", ".join(schema["properties"]) or "(none)"
            yield f"{path}.required[{at}] is {json.dumps(name)}: allowed are the fields {fields}"
    for name, field in schema.get("properties", {}).items():
        yield from _problems(field, f"{path}.properties.{name}")
    if "items" in schema:
        yield from _problems(schema["items"], f"{path}.items")
