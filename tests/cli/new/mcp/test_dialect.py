"""Schemas of servers in the dialect of tools.json."""

from typing import Any

import pytest

from cli.new.mcp.dialect import MOST_CHARACTERS, translated
from cli.new.mcp.errors import UntranslatableError


def field(schema: Any, required: bool = True) -> Any:
    """Return the translation of one field."""
    whole = {"type": "object", "properties": {"x": schema}, "required": ["x"] if required else []}
    return translated(whole).schema["properties"]["x"]


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ({"type": "string", "title": "X"}, {"type": "string"}),
        ({"type": "integer", "default": 3}, {"type": "integer", "description": "Default: 3."}),
        (
            {"type": "string", "format": "date-time", "description": "When."},
            {"type": "string", "description": "When. Format: date-time."},
        ),
        ({"const": "v1"}, {"type": "string", "enum": ["v1"]}),
        ({"const": 2}, {"type": "integer", "minimum": 2, "maximum": 2}),
        ({"enum": ["a", "b"]}, {"type": "string", "enum": ["a", "b"]}),
        ({"type": "integer", "enum": [5, 1]}, {"type": "integer", "minimum": 1, "maximum": 5, "description": "One of: 5, 1."}),
        ({"enum": ["", "a"]}, {"type": "string", "description": 'One of: "", "a".'}),
        ({"type": ["integer", "number"]}, {"type": "number"}),
        ({"anyOf": [{"type": "integer"}, {"type": "number"}]}, {"type": "number"}),
        ({"oneOf": [{"const": "a"}, {"const": "b"}]}, {"type": "string", "enum": ["a", "b"]}),
        ({"anyOf": [{"type": "string", "format": "uri"}, {"type": "string"}]}, {"type": "string"}),
        ({"allOf": [{"type": "string"}], "description": "Y."}, {"type": "string", "description": "Y."}),
        (
            {"type": "string", "pattern": r"^\d+$", "maxLength": 5},
            {"type": "string", "maxLength": 5, "description": r"Pattern: ^\d+$"},
        ),
        ({"type": "string", "pattern": "^[0-9]+$"}, {"type": "string", "pattern": "^[0-9]+$"}),
        ({"type": "integer", "maximum": 9223372036854775807, "minimum": 0.5}, {"type": "integer", "minimum": 1}),
        ({"type": "number", "multipleOf": 0.5}, {"type": "number", "description": "A multiple of: 0.5."}),
        (
            {"type": "array", "items": {"type": "string"}, "minItems": 1},
            {"type": "array", "items": {"type": "string"}, "minItems": 1},
        ),
        (
            {"type": "object", "additionalProperties": False},
            {"type": "object", "properties": {}, "additionalProperties": False},
        ),
    ],
)
def test_a_field_is_translated(given: Any, made: Any) -> None:
    assert field(given) == made


def test_references_are_written_out() -> None:
    point = {"type": "object", "properties": {"x": {"type": "number"}}, "required": ["x"]}
    schema = {"type": "object", "$defs": {"P": point}, "properties": {"at": {"type": "array", "items": {"$ref": "#/$defs/P"}}}}
    assert translated(schema).schema == {
        "type": "object",
        "properties": {
            "at": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"x": {"type": "number"}},
                    "required": ["x"],
                    "additionalProperties": False,
                },
            }
        },
        "additionalProperties": False,
    }


def test_a_field_that_may_be_null_is_optional_and_sent_as_null_where_the_server_wants_it_to_be_there() -> None:
    maybe = {"anyOf": [{"type": "string"}, {"type": "null"}]}
    row = {
        "type": "object",
        "properties": {"note": {"type": ["string", "null"]}, "n": {"type": "integer"}},
        "required": ["note", "n"],
    }
    schema = {
        "type": "object",
        "properties": {"a": maybe, "b": maybe, "rows": {"type": "array", "items": row}},
        "required": ["a", "rows"],
    }
    found = translated(schema)
    assert found.schema["required"] == ["rows"]
    assert found.schema["properties"]["rows"]["items"]["required"] == ["n"]
    assert found.schema["properties"]["a"] == {"type": "string"}
    assert found.null_if_missing == ("a", "rows[].note")


def test_a_tool_without_input_takes_an_empty_object() -> None:
    assert translated({"type": "object"}).schema == {"type": "object", "properties": {}, "additionalProperties": False}


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (True, "its field x may be any value"),
        ({}, "its field x may be any value"),
        ({"type": ["string", "integer"]}, "its field x may be a text or a number"),
        ({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}, "its field x may be a text or a list"),
        ({"type": "object"}, "its field x is an object with fields of any name"),
        ({"type": "object", "additionalProperties": {"type": "string"}}, "its field x is an object with fields of any name"),
        ({"type": "array"}, "its field x is a list of values of any kind"),
        ({"type": "array", "prefixItems": [{"type": "string"}]}, "its field x is a list of values of any kind"),
        ({"type": "array", "items": {"type": ["string", "null"]}}, "its field x is a list with nulls in it"),
        ({"type": "null"}, "its field x may be any value"),
        ({"$ref": "https://example.com/schema.json"}, 'its field x refers to "https://example.com/schema.json", which is nowhere'),
        ({"$ref": "#/$defs/none"}, 'its field x refers to "#/$defs/none", which is nowhere'),
        ({"allOf": [{"type": "string"}, {"type": "integer"}]}, "its field x has to be of several schemas, which say different"),
        ({"type": "string", "minLength": 5, "maxLength": 1}, "input_schema.properties.x.minLength is 5 and maxLength is 1"),
    ],
)
def test_a_field_that_the_dialect_cant_say_is_refused(given: Any, why: str) -> None:
    with pytest.raises(UntranslatableError) as refused:
        field(given)
    assert str(refused.value).startswith(why)


@pytest.mark.attack("injection")
@pytest.mark.parametrize(
    "given",
    [
        {"required": None},
        {"properties": []},
        {"properties": {"x": {"type": 5}}},
        {"properties": {"x": {"type": [["string"]]}}},
        {"properties": {"x": {"$ref": ["#"]}}},
        {"properties": {"x": {"enum": "a"}}},
        {"properties": {"x": {"anyOf": {}}}},
        {"properties": {"x": {"type": "array", "items": 5}}},
        {"properties": {"x": {"type": "string", "maxLength": "5"}}},
        {"allOf": [5]},
    ],
)
def test_what_is_no_json_schema_is_refused(given: Any) -> None:
    with pytest.raises(UntranslatableError, match=r"^its input_schema is no JSON Schema: "):
        translated({"type": "object", **given})


@pytest.mark.attack("injection")
@pytest.mark.parametrize("key", ["anyOf", "allOf", "not"])
def test_a_schema_that_lies_deep_in_itself_is_refused_or_taken_and_never_crashes(key: str) -> None:
    deep: Any = {"type": "string"}
    for _ in range(400):
        deep = {key: deep if key == "not" else [deep]}
    with pytest.raises(UntranslatableError):
        translated({"type": "object", "properties": {"x": deep}, "required": ["y"]})


def test_a_name_that_no_language_has_is_refused() -> None:
    with pytest.raises(UntranslatableError, match="has the name"):
        translated({"type": "object", "properties": {"my-field": {"type": "string"}}})


@pytest.mark.attack("injection")
def test_a_schema_that_names_itself_is_refused() -> None:
    with pytest.raises(UntranslatableError, match="names itself"):
        field({"$ref": "#/properties/x"})
    with pytest.raises(UntranslatableError, match="bigger than 500 schemas, or deeper than 20"):
        translated({"type": "object", "properties": {"x": {"$ref": "#"}}})


@pytest.mark.attack("injection")
def test_a_schema_that_grows_without_end_is_refused_at_once() -> None:
    defs = {f"d{at}": {"type": "object", "properties": {n: {"$ref": f"#/$defs/d{at + 1}"} for n in "abcdefgh"}} for at in range(15)}
    schema = {"type": "object", "$defs": {**defs, "d15": {"type": "string"}}, "properties": {"x": {"$ref": "#/$defs/d0"}}}
    with pytest.raises(UntranslatableError, match="bigger than 500 schemas"):
        translated(schema)
    parts = {f"d{at}": {"allOf": [{"$ref": f"#/$defs/d{at + 1}"}] * 8} for at in range(15)}
    with pytest.raises(UntranslatableError, match="bigger than 500 schemas"):
        translated({"type": "object", "$defs": {**parts, "d15": {"type": "string"}}, "properties": {"x": {"$ref": "#/$defs/d0"}}})


@pytest.mark.attack("injection")
def test_invisible_and_endless_descriptions_are_cleaned_and_cut() -> None:
    said = field({"type": "string", "description": "A\x1b[2J\u200b\u202e\U000e0041" + "b" * 5000})["description"]
    assert said == "A" + "b" * (MOST_CHARACTERS - 2) + "…"
