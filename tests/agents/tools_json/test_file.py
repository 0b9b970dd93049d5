"""`tools.json`: what is taken, and the sentences in which the rest is refused."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from agents.errors import DeclarationError
from agents.tools_json import file
from agents.tools_json.file import checked, read_tools_json
from agents.tools_json.schema import SCHEMA
from components.packaging.package import ROOT, TOOLCHAINS
from tests.conformance.case import FIELDS

FILES = [*ROOT.glob("lambda/tools/*/tools.json"), *ROOT.glob("lambda/toolkit/*/template/tools.json")]
OF_TESTS = [*ROOT.glob("tests/conformance/tools/*/tools.json"), ROOT / "tests/events/tools.json"]

LAYER = "arn:aws:lambda:eu-west-1:123456789012:layer:fonts"
EXAMPLE = "arn:${partition}:lambda:${region}:${account}:layer:fonts:3"

COUNTS = {
    "type": "object",
    "properties": {"counts": {"type": "array", "items": {"type": "integer"}}},
    "required": ["counts"],
    "additionalProperties": False,
}


def declared(**more: Any) -> dict[str, Any]:
    flags = {"reads_data": False, "sends_out": False}
    return {"language": "go", "memory_mb": 128, "timeout_seconds": 10, **flags, "tools": [tool()], **more}


def tool(**more: Any) -> dict[str, Any]:
    return {"name": "count", "description": "Counts.", "input_schema": fields(), **more}


def fields(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def given_schema(field: Any) -> dict[str, Any]:
    return declared(tools=[tool(input_schema=fields(x=field))])


def given(**field: Any) -> dict[str, Any]:
    """A file whose one tool has this field x."""
    return declared(tools=[tool(input_schema=fields(x=field))])


def refused(content: Any) -> list[str]:
    """What is said of a file, line by line without the first."""
    with pytest.raises(DeclarationError) as error:
        checked(json.dumps(content).encode(), "lambda/tools/counter/tools.json")
    first, *problems = str(error.value).splitlines()
    assert first == "lambda/tools/counter/tools.json is wrong (docs/reference/tools-json.md says what is allowed):"
    return [problem.removeprefix("- ") for problem in problems]


@pytest.mark.parametrize("path", [*FILES, *OF_TESTS], ids=lambda path: path.parent.relative_to(ROOT).as_posix())
def test_every_tools_json_of_the_project_is_taken(path: Path) -> None:
    content = path.read_bytes()
    assert checked(content, "it") == json.loads(content)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.relative_to(ROOT).as_posix())
def test_a_tools_json_names_the_schema_by_its_place_in_lambda_tools(path: Path) -> None:
    named = json.loads(path.read_text())["$schema"]
    assert (ROOT / "lambda/tools" / "any-tool" / named).resolve() == SCHEMA


def test_the_languages_are_those_that_there_is_a_toolchain_for() -> None:
    assert set(json.loads(SCHEMA.read_text())["properties"]["language"]["enum"]) == set(TOOLCHAINS)


def test_a_file_is_checked_once_until_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "TOOLS_FOLDER", tmp_path)
    (tmp_path / "counter").mkdir()
    (tmp_path / "counter" / "tools.json").write_text(json.dumps(declared()))
    assert read_tools_json("counter") is read_tools_json("counter")
    (tmp_path / "counter" / "tools.json").write_text("{")
    with pytest.raises(DeclarationError, match=r"can't be read"):
        read_tools_json("counter")


def test_a_folder_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(DeclarationError, match=r"no tool function 'db' in lambda/tools; there are: code-interpreter, db-interface"):
        read_tools_json("db")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'{"language": "go",\n "memory_mb" 128}', """line 2, column 14: it isn't JSON: expecting ':' delimiter"""),
        (b"", "line 1, column 1: it isn't JSON: expecting value"),
        (b"\xef\xbb\xbf{}", "line 1, column 1: it isn't JSON: it begins with a byte order mark. Save it as UTF-8 without one"),
        (b'{\n"language": "\xff"}', "line 2: it isn't UTF-8. Save it as UTF-8"),
        (b'{"name": "a", "retries": 1, "retries": 2}', 'an object has the key "retries" twice beside "name". Remove one'),
        (b'{"memory_mb": NaN}', "NaN isn't JSON: a number is written with digits"),
        (b"[" * 100_000, "its objects and lists lie too deep in each other"),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(content: bytes, problem: str) -> None:
    with pytest.raises(DeclarationError) as error:
        checked(content, "lambda/tools/counter/tools.json")
    assert str(error.value) == f"lambda/tools/counter/tools.json can't be read: {problem}"


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert refused(declared(memory_mb=64, timeout_seconds=900, tools=[tool(), tool(name="add", retrys=1)])) == [
        "memory_mb is 64: allowed is a whole number, 128 to 10,240",
        "timeout_seconds is 900: allowed is a whole number, 1 to 890",
        "tools[1].retrys: there is no such key. Allowed are name, description, retries, input_schema, example. "
        "Did you mean retries?",
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ([], "the file is []: allowed is an object"),
        (declared(tools=[]), "tools is empty: allowed are 1 or more"),
        (declared(ephemeral_storage_mb=256), "ephemeral_storage_mb is 256: allowed is a whole number, 512 to 10,240"),
        (declared(ephemeral_storage_mb="1 GB"), 'ephemeral_storage_mb is "1 GB": allowed is a whole number, 512 to 10,240'),
        (declared(reserved_concurrency=0), "reserved_concurrency is 0: allowed is a whole number, 1 to 1,000,000"),
        (
            declared(network=True),
            "network is true: allowed is a sentence that says what the tools reach there. The stack's setting toolNetworks has the "
            "subnets",
        ),
        (declared(network=" "), 'network is " ": allowed is a sentence that says what the tools reach there'),
        (declared(layers=[]), "layers is empty: allowed are 1 or more"),
        (declared(layers=[f"{LAYER}:{at}" for at in range(6)]), "layers has 6 entries: allowed are 5 or fewer"),
        (declared(layers=[LAYER]), f'layers[0] is "{LAYER}": allowed is the ARN of a version of a layer, like {EXAMPLE}'),
        (declared(language="pyhton"), 'language is "pyhton". Allowed are python, typescript, rust, java, go. Did you mean python?'),
        (declared(memory_mb="512"), 'memory_mb is "512": allowed is a whole number, 128 to 10,240'),
        (declared(reads_data=1), "reads_data is 1: allowed is true or false"),
        (declared(sends_out="yes"), 'sends_out is "yes": allowed is true or false'),
        (declared(holds_data="a database"), 'holds_data is "a database": allowed is true or false'),
        (
            {key: value for key, value in declared().items() if key != "sends_out"},
            "the file has no sends_out. Whether something of an input can reach a place "
            "outside the stack: a web API, a mail, a page that is fetched.",
        ),
        (declared(timeout_seconds=10.0), "timeout_seconds is 10.0: allowed is a whole number, 1 to 890"),
        (
            declared(tools=[tool(timeout_seconds=10)]),
            "tools[0].timeout_seconds: there is no such key. Allowed are name, description, retries, input_schema, example. "
            "It is the function's: write it once, beside memory_mb",
        ),
        (
            {key: value for key, value in declared().items() if key != "timeout_seconds"},
            "the file has no timeout_seconds. The seconds after which the function ends, which is the longest that one call of "
            "a tool may take.",
        ),
        (declared(tools=[tool(retries=3)]), "tools[0].retries is 3: allowed is a whole number, 0 to 2"),
        (declared(tools=[tool(name="two words")]), 'tools[0].name is "two words": allowed are 1 to 64 letters, digits, _ and -'),
        (declared(tools=[tool(name="a\n")]), 'tools[0].name is "a\\n": allowed are 1 to 64 letters, digits, _ and -'),
        (
            declared(tools=[tool(name="final_answer")]),
            'tools[0].name is "final_answer": every agent has a tool of that name, by which it answers',
        ),
        (
            declared(tools=[tool(input_schema=COUNTS, example={"counts": [1, "2"]})]),
            "tools[0].example.counts[1] doesn't fit the input_schema: '2' is not of type 'integer'",
        ),
        (
            declared(tools=[tool(input_schema=COUNTS, example={})]),
            "tools[0].example doesn't fit the input_schema: 'counts' is a required property",
        ),
        (declared(tools=[tool(example="2")]), 'tools[0].example is "2": allowed is an object'),
        (
            declared(sandbox=True, timeout_seconds=29),
            "timeout_seconds is 29: with a sandbox allowed are 30 or more, because the sandbox ends before its caller",
        ),
        (declared(tools=[tool(), tool()]), 'tools[1].name is "count" for the second time: allowed is each name once'),
        (declared(tools=[tool(description="x" * 1025)]), "tools[0].description has 1,025 characters: allowed are 1 to 1,024"),
        (
            declared(secrets={"Google Maps": "A key."}),
            'secrets has the name "Google Maps": allowed are 1 to 41 lower-case letters, digits and _, a letter first',
        ),
        (
            declared(settings={"source": {"default": ""}}),
            "settings.source has no description. What the setting does, for the person who sets it.",
        ),
        (
            declared(settings={"source": {"description": "", "default": "x", "enum": ["a", "b"]}}),
            'settings.source.default is "x": allowed are "a", "b"',
        ),
        (
            declared(settings={"url": {"description": "", "default": "x", "pattern": "http.*"}}),
            'settings.url.default is "x": allowed is a text that matches "http.*"',
        ),
        (
            declared(settings={"url": {"description": "", "default": "x", "pattern": "("}}),
            'settings.url.pattern is "(", '
            "which is no regular expression of Python: missing ), unterminated subpattern at position 0",
        ),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_its_place_what_was_given_and_what_is_allowed(content: Any, problem: str) -> None:
    assert refused(content) == [problem]


X = "tools[0].input_schema.properties.x"
TYPES = "Allowed are string, integer, number, boolean, array, object"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (given(type="float"), f'{X}.type is "float". {TYPES}. Did you mean number?'),
        (given(type="strnig"), f'{X}.type is "strnig". {TYPES}. Did you mean string?'),
        (
            given(type=["string", "null"]),
            f'{X}.type is ["string", "null"]. {TYPES}. A field that may be null is left out of required: a null is '
            "then as good as none",
        ),
        (given(), f"{X} has no type. {TYPES}"),
        (given(enum=["a"]), f"{X} has no type. {TYPES}"),
        (given_schema(True), f'{X} is true: allowed is an object with a type, like {{"type": "string"}}'),
        (
            given(anyOf=[{"type": "integer"}, {"type": "null"}], default=None),
            f"{X} has no type. Instead of null as a kind, write the other kind alone. "
            "A field that may be null is left out of required: a null is then as good as none",
        ),
        (given(anyOf=[{"type": "string"}]), f"{X} has no type. Instead of anyOf, declare a field for each kind"),
        (given(**{"$ref": "https://example.com/a.json"}), f"{X} has no type. Instead of $ref, write the schema where it is used"),
        (
            given(type="string", format="date"),
            f"{X}.format: there is no such key. Allowed are type, title, description, enum, minLength, maxLength, pattern. "
            "Instead, write a pattern",
        ),
        (
            given(type="string", minimum=1),
            f"{X}.minimum: there is no such key. Allowed are type, title, description, enum, minLength, maxLength, pattern",
        ),
        (given(type="integer", minimum=0.5), f"{X}.minimum is 0.5: allowed is a whole number, -{2**53 - 1:,} to {2**53 - 1:,}"),
        (given(type="string", enum=["a", "a"]), f'{X}.enum is ["a", "a"]: allowed is each value once'),
        (given(type="string", enum=["a", 1]), f"{X}.enum[1] is 1: allowed is a text"),
        (given(type="string", minLength=5, maxLength=4), f"{X}.minLength is 5 and maxLength is 4: nothing fits both"),
        (given(type="string", pattern="^\\d+$"), f'{X}.pattern is "^\\\\d+$": \\d isn\'t the same in all languages: write [0-9]'),
        (given(type="array"), f"{X} has no items. What each item of the list is."),
        (given(type="array", items={"type": "any"}), f'{X}.items.type is "any". {TYPES}'),
        (
            given(type="array", items={"type": "object", "properties": {}, "additionalProperties": True}),
            f"{X}.items.additionalProperties is true: allowed is false",
        ),
        (
            given(type="object", properties={}),
            f"{X} has no additionalProperties. Always false: a misspelt field is then an error that the model reads, and never "
            "ignored.",
        ),
        (
            declared(tools=[tool(input_schema=fields(x={"type": "string"}) | {"required": ["y"]})]),
            'tools[0].input_schema.required[0] is "y": allowed are the fields x',
        ),
        (
            declared(tools=[tool(input_schema=fields(**{"a-b": {"type": "string"}}))]),
            'tools[0].input_schema.properties has the name "a-b": allowed are 1 to 64 letters, digits and _, no digit first',
        ),
        (declared(tools=[tool(input_schema={"type": "objct"})]), 'tools[0].input_schema.type is "objct": allowed is "object"'),
    ],
)
def test_an_input_schema_outside_of_the_dialect_is_refused(content: Any, problem: str) -> None:
    assert refused(content)[-1] == problem


@pytest.mark.parametrize("case", FIELDS, ids=lambda case: case["about"])
def test_a_schema_gets_the_same_verdict_as_from_the_toolkits(case: dict[str, Any]) -> None:
    content = given_schema(case["schema"])
    if "refused" in case:
        assert refused(content)
    else:
        assert checked(json.dumps(content).encode(), "it") == content


def test_an_example_may_have_a_null_for_an_optional_field() -> None:
    content = declared(tools=[tool(input_schema=fields(x={"type": "string"}), example={"x": None})])
    assert checked(json.dumps(content).encode(), "it") == content


@pytest.mark.parametrize(
    ("key", "instead"),
    [
        ("$schema", "leave it out"),
        ("example", "say it in the description"),
        ("definitions", "write the schema where it is used"),
        ("nullable", "leave the field out of required: a null is then as good as none"),
        ("oneOf", "declare a field for each kind"),
        ("prefixItems", "take an object with a field for each item"),
        ("patternProperties", "list the fields, or take a list of objects with a name and a value"),
    ],
)
def test_the_refusal_of_a_key_of_json_schema_says_what_to_write_instead(key: str, instead: str) -> None:
    assert refused(given(type="boolean", **{key: 1}))[-1].endswith(f". Instead, {instead}")


def test_the_schema_describes_and_types_every_key_that_a_person_writes() -> None:
    schema = json.loads(SCHEMA.read_text())
    described = [schema["properties"], *(schema["$defs"][name]["properties"] for name in ("tool", "setting", "object"))]
    without = [
        name for keys in described for name, key in keys.items() if not re.match(r'.*("description"|\$ref)', json.dumps(key))
    ]
    assert without == ["type"]


def test_the_example_of_the_docs_is_taken_and_the_message_is_the_one_that_is_shown_there() -> None:
    example, message, *_ = re.findall(r"^```(?:json)?\n(.*?)^```", (ROOT / file.REFERENCE).read_text(), re.DOTALL | re.MULTILINE)
    assert checked(example.encode(), "it")["language"] == "python"

    wrong = example.replace('"retries"', '"retrys"').replace('{"type": "string", "pattern"', '{"type": "float", "pattern"')
    with pytest.raises(DeclarationError) as error:
        checked(wrong.encode(), "lambda/tools/orders/tools.json")
    assert sorted(str(error.value).splitlines()) == sorted(message.splitlines())
