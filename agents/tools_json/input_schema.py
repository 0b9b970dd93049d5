"""Checks what `tools.schema.json` can't check in an input_schema: whether its keys fit each other, and its patterns."""

import json
from collections.abc import Iterator
from typing import Any

from agents.tools_json import patterns

_BOUNDS = (("minLength", "maxLength"), ("minItems", "maxItems"), ("minimum", "maximum"))


def problems(schema: dict[str, Any], path: str) -> list[str]:
    """Return a sentence for each thing that is wrong with a schema that fits `tools.schema.json`.

    path: the place of the schema in its file, like `tools[0].input_schema`.
    """
    return list(_problems(schema, path))


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
