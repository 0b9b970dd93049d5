"""The types of a request that a provider's SDK publishes: a second opinion on what a dialect accepts and what the caller sends."""

from typing import Any

from pydantic import ConfigDict, TypeAdapter
from pydantic_core import SchemaValidator


def of_the_types_of_an_sdk(kind: Any, body: dict[str, Any]) -> None:
    """Raises pydantic's ValidationError for a field that is wrong, or that the types don't have, however deep."""
    # A type of its own can't be given a config, a list of it can.
    schema = TypeAdapter(list[kind], config=ConfigDict(extra="forbid")).core_schema
    SchemaValidator(_at_once(schema)).validate_python([body])


def _at_once(schema: Any) -> Any:
    """An `Iterable` of the types would be checked when somebody goes through it, and nobody does."""
    if isinstance(schema, dict):
        schema = {name: _at_once(inner) for name, inner in schema.items()}
        return schema | {"type": "list"} if schema.get("type") == "generator" else schema
    return [_at_once(each) for each in schema] if isinstance(schema, list) else schema
