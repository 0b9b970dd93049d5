"""Turns whole floats into ints: `2.0` fits the type integer of JSON Schema, but a function wants the int 2.

It follows a schema's `properties` and `items`. It doesn't follow `$ref`, `anyOf` and the like.
"""

from typing import Any


def whole_numbers(value: Any, schema: Any) -> Any:
    """Return the input with an int for each float that the schema declares an integer. The input fits the schema."""
    if not isinstance(schema, dict):
        return value
    if isinstance(value, dict):
        fields = schema.get("properties", {})
        return {name: whole_numbers(item, fields.get(name)) for name, item in value.items()}
    if isinstance(value, list):
        return [whole_numbers(item, schema.get("items")) for item in value]
    if isinstance(value, float) and value.is_integer() and _is_integer(schema.get("type")):
        return int(value)
    return value


def _is_integer(types: Any) -> bool:
    """Return whether the schema's `type` allows integers, but not every number."""
    return "integer" in types and "number" not in types if isinstance(types, list) else types == "integer"
