"""The input that a tool is tried with."""

import pytest
from jsonschema import Draft202012Validator

from agents import AGENTS
from agents.declaration import FolderTool
from local.sample_input import SampleError, sample, sample_input

TOOLS = {tool.name: tool for agent in AGENTS.values() for tool in agent.tools}


def a_tool(schema: dict[str, object], **more: object) -> FolderTool:
    properties = {"type": "object", "properties": {"x": schema}, "required": ["x"], "additionalProperties": False}
    return FolderTool("count", function="counter", description="Counts.", input_schema=properties, timeout_seconds=5, **more)


@pytest.mark.parametrize("name", TOOLS)
def test_every_tool_of_the_project_has_an_input_that_it_takes(name: str) -> None:
    tool = TOOLS[name]
    Draft202012Validator(tool.input_schema).validate(sample_input(tool))


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string"}, "Hello from the laptop"),
        ({"type": "string", "maxLength": 5}, "Hello"),
        ({"type": "string", "minLength": 24}, "Hello from the laptop..."),
        ({"type": "string", "enum": ["b", "a"]}, "b"),
        ({"type": "string", "pattern": "[^ ]", "maxLength": 5}, "Hello"),
        ({"type": "integer"}, 1),
        ({"type": "integer", "minimum": 3}, 3),
        ({"type": "integer", "exclusiveMinimum": 3}, 4),
        ({"type": "integer", "maximum": -2}, -2),
        ({"type": "integer", "exclusiveMaximum": 0.5}, 0),
        ({"type": "number", "minimum": 0.25, "maximum": 0.5}, 0.25),
        ({"type": "number", "exclusiveMinimum": 0.25, "exclusiveMaximum": 0.5}, 0.375),
        ({"type": "boolean"}, True),
        ({"type": "array", "items": {"type": "boolean"}, "minItems": 2}, [True, True]),
        ({"type": "array", "items": {"type": "boolean"}}, []),
        ({"type": "object", "properties": {"a": {"type": "integer"}, "b": {}}, "required": ["a"]}, {"a": 1}),
    ],
)
def test_a_sample_is_made_from_the_schema(schema: dict[str, object], expected: object) -> None:
    assert sample(schema) == expected


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"},
        {"type": "string", "pattern": "^[A-Z]{3,9}$", "minLength": 6},
        {"type": "string", "pattern": "^(https?://[a-z.]+)?x+$", "maxLength": 30},
    ],
)
def test_a_sample_fits_a_pattern_and_is_the_same_each_time(schema: dict[str, object]) -> None:
    Draft202012Validator(schema).validate(sample(schema))
    assert sample(schema) == sample(schema)


def test_a_field_that_is_added_to_a_tool_is_in_its_sample() -> None:
    added = {
        "type": "object",
        "properties": {"y": {"type": "integer", "minimum": 7}},
        "required": ["y"],
        "additionalProperties": False,
    }
    assert sample_input(a_tool(added)) == {"x": {"y": 7}}


def test_a_tools_own_example_is_taken() -> None:
    assert sample_input(a_tool({"type": "string"}, example={"x": "Berlin"})) == {"x": "Berlin"}


def test_a_field_that_no_sample_fits_is_named_with_what_to_do() -> None:
    with pytest.raises(SampleError) as error:
        sample_input(a_tool({"type": "array", "items": {"type": "boolean"}, "minItems": 3, "uniqueItems": True}))
    assert str(error.value) == (
        "no sample of the input.x can be made from its schema. Write an input of count as its `example` into "
        "lambda/tools/counter/tools.json"
    )
