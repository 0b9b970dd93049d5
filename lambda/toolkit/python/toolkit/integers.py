"""Whole numbers as Python has them: `2.0` fits the type integer of JSON Schema, and a function that is given it wants 2.

Follows `properties` and `items` of a schema, and not what it may refer to or combine.
"""

from typing import Any


def whole_numbers(value: Any, schema: Any) -> Any:
    """An input that fits its schema, with an int for each float that the schema declares an integer."""
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
    """Where a number may be any number, it stays as it was written."""
    return "integer" in types and "number" not in types if isinstance(types, list) else types == "integer"
