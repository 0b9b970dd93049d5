"""A tool use that a new agent's first conversation can begin with: one that the tool takes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import fastjsonschema

from agents.declaration import Tool

TEXT = "Hello from the laptop"


@dataclass(frozen=True)
class FirstUse:
    tool: str
    input: dict[str, Any]


def first_use(tools: Sequence[Tool]) -> FirstUse:
    """Of the tools, the first one that some conversation begins with; else the first, by its schema."""
    known = dict(_written())
    for tool in tools:
        if tool.name in known and _fits(known[tool.name], tool.input_schema):
            return FirstUse(tool.name, known[tool.name])
    return FirstUse(tools[0].name, example(tools[0].input_schema))


def _written() -> Iterator[tuple[str, dict[str, Any]]]:
    """What conversations ask for in their first turn, before they have seen any result; the first of a tool comes last."""
    from local.scripted_model.conversations import SCRIPTS, ToolUse, play

    for agent, script in reversed(SCRIPTS.items()):
        for question in reversed(script.conversations):
            for block in reversed(play(agent, question, [])):
                if isinstance(block, ToolUse) and block.name != "final_answer":
                    yield block.name, block.input


def _fits(given: Any, schema: dict[str, Any]) -> bool:
    try:
        fastjsonschema.compile(schema, use_default=False)(given)
    except fastjsonschema.JsonSchemaException:
        return False
    return True


def example(schema: dict[str, Any]) -> Any:
    """A small value that a schema allows, as far as its plain keywords say: a person puts a better one in its place."""
    for given in ("examples", "enum"):
        if schema.get(given):
            return schema[given][0]
    for given in ("const", "default"):
        if given in schema:
            return schema[given]
    kind = schema.get("type", "string")
    match kind if isinstance(kind, str) else kind[0]:
        case "object":
            properties = schema.get("properties", {})
            return {name: example(properties.get(name, {})) for name in schema.get("required", [])}
        case "array":
            return [example(schema.get("items", {})) for _ in range(schema.get("minItems", 1))]
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return True
        case "null":
            return None
    return TEXT[: schema.get("maxLength", len(TEXT))].ljust(schema.get("minLength", 0), ".")
