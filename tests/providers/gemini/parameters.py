"""What Google refuses in the `parameters` of a function: a subset of OpenAPI's schemas.

The keywords are those of the message Schema in `schema.json`; here is what they may be together, in the service's words where they
are known. https://ai.google.dev/api/caching#Schema
"""

from typing import Any

from local.scripted_model.request import RejectedError, demand
from tests.providers.gemini.signatures import generation

# Beside a union, other fields are refused. https://github.com/langchain-ai/langchain-google/issues/1216
BESIDE_ANY_OF = {"anyOf", "description", "nullable", "title", "type"}
STRING_FORMATS = ("enum", "date-time")
FIRST_WITH_EMPTY_OBJECTS = 2


def check_parameters(schema: dict[str, Any], at: str, model: str) -> None:
    """Raises RejectedError unless it is the schema of an object that this model takes."""
    demand(schema.get("type") == "OBJECT", f"* {at}: parameters schema should be of type OBJECT.\n")
    _check(schema, at, model)


def _check(schema: dict[str, Any], at: str, model: str) -> None:
    kind = schema.get("type")
    if "anyOf" in schema:
        alone = schema.keys() <= BESIDE_ANY_OF
        demand(alone, f"* {at}: specified other fields alongside any_of. When using any_of, it must be the only field set.\n")
        for number, each in enumerate(schema["anyOf"]):
            _check(each, f"{at}.any_of[{number}]", model)
        return
    demand(kind not in (None, "TYPE_UNSPECIFIED"), f"* {at}.type: must be specified\n")
    for field, needed in (("properties", "OBJECT"), ("required", "OBJECT"), ("items", "ARRAY"), ("enum", "STRING")):
        demand(field not in schema or kind == needed, f"* {at}.{field}: only allowed for {needed} type\n")
    if kind == "STRING":
        good = schema.get("format", "enum") in STRING_FORMATS
        demand(good, f"* {at}.format: only 'enum' and 'date-time' are supported for STRING type\n")
        demand(all(schema.get("enum", ["-"])), f"* {at}.enum[{_empty(schema)}]: cannot be empty\n")
    elif kind == "ARRAY":
        demand("items" in schema, f"* {at}.items: missing field.\n")
        _check(schema["items"], f"{at}.items", model)
    elif kind == "OBJECT":
        _check_object(schema, at, model)


def _check_object(schema: dict[str, Any], at: str, model: str) -> None:
    properties = schema.get("properties", {})
    if generation(model) < FIRST_WITH_EMPTY_OBJECTS:
        demand(properties, f"* {at}.properties: should be non-empty for OBJECT type\n")
    for number, name in enumerate(schema.get("required", [])):
        if name not in properties:
            raise RejectedError(f"* {at}.required[{number}]: property is not defined\n")
    for name, each in properties.items():
        _check(each, f"{at}.properties[{name}]", model)


def _empty(schema: dict[str, Any]) -> int:
    return schema.get("enum", []).index("") if "" in schema.get("enum", []) else 0
