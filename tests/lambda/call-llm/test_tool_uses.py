"""Odd tool uses of models, as the OpenAI dialect lets them through: what is read of them and what the model is told."""

import json

import pytest
from call_llm import tool_uses
from call_llm.errors import LLMBadRequest, LLMUnavailable
from wires import ASKED

from components.packaging.package import ROOT
from local.loopback_server import Response
from tests.conformance.case import FIELDS, content_of_probe

LONG = "x" * 1000
TAKES = "query takes: sql (string, required), rows (integer)."


@pytest.fixture
def used(openai, configure, call):
    """What comes of one call of `query` with these arguments."""

    def use(arguments, name="query", identity="id_1"):
        configure(openai)
        openai.will(openai.wire.calls((identity, name, arguments)))
        body = call()
        [block] = [block for block in body["messages"][0]["content"] if block["type"] == "tool_use"]
        [checked] = body["tool_uses"]
        assert {name: block[name] for name in ("id", "name", "input")} == {name: checked[name] for name in ("id", "name", "input")}
        return checked

    return use


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ('{"sql": ', 'The arguments are not valid JSON: Expecting value: line 1 column 9 (char 8). Given: {"sql": . ' + TAKES),
        ("SELECT 1", "The arguments are not valid JSON: Expecting value: line 1 column 1 (char 0). Given: SELECT 1. " + TAKES),
        ('["SELECT 1"]', 'The arguments have to be a JSON object. Given: ["SELECT 1"]. ' + TAKES),
        ('"SELECT 1"', 'The arguments have to be a JSON object. Given: "SELECT 1". ' + TAKES),
        (f"[{json.dumps(LONG)}]", f'The arguments have to be a JSON object. Given: ["{LONG[:298]}… (1004 characters). {TAKES}'),
    ],
)
def test_arguments_that_are_no_json_object_are_an_empty_input_and_an_error(used, arguments, error):
    assert used(arguments) == {"id": "id_1", "name": "query", "input": {}, "error": error}


@pytest.mark.attack("state_machine")
@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999"])
def test_numbers_that_json_does_not_have_are_an_error(used, number):
    assert used(f'{{"sql": "x", "rows": {number}}}')["error"].startswith("The arguments are not valid JSON: ")


@pytest.mark.parametrize("nothing", [None, "", "  ", "null", "{}"])
def test_no_arguments_are_an_empty_input(used, nothing):
    assert used(nothing, name="schema") == {"id": "id_1", "name": "schema", "input": {}}


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")  # pytest undoes the caller's own filter
def test_arguments_that_are_an_object_already_are_taken_as_they_are(openai, configure, call):
    reply = openai.wire.calls(("id_1", "query", "{}"))
    reply.body["choices"][0]["message"]["tool_calls"][0]["function"]["arguments"] = {"sql": "SELECT 1"}
    configure(openai)
    openai.will(reply)
    assert call()["tool_uses"] == [{"id": "id_1", "name": "query", "input": {"sql": "SELECT 1"}}]


def test_arguments_that_litellm_chokes_on_are_unavailable_and_its_traceback_stays_out_of_the_error(new_provider, configure, call):
    openai = new_provider(*ASKED["openai"])
    configure(openai)
    openai.will(openai.wire.calls(("id_1", "query", "[" * 100_000)))
    with pytest.raises(LLMUnavailable, match=r"Invalid response object$"):
        call()


@pytest.mark.attack("state_machine")
def test_arguments_that_are_nested_too_deeply_are_an_error_where_litellm_has_not_choked_on_them(new_provider, configure, call):
    openai = new_provider(*ASKED["openai-native"])
    configure(openai)
    openai.will(openai.wire.calls(("id_1", "query", "[" * 100_000)))
    [use] = call()["tool_uses"]
    assert use["error"].startswith("The arguments are not valid JSON: maximum recursion depth exceeded")


def test_half_a_character_is_an_error_and_a_whole_one_in_the_turn(used):
    use = used(r'{"sql": "\ud83d"}')
    assert use["input"] == {"sql": "?"}
    assert use["error"] == (
        f"The arguments have half of a surrogate pair (\\ud83d), which is no character. Write the whole character. {TAKES}"
    )


def test_a_whole_character_in_two_escapes_is_no_error(used):
    assert used(r'{"sql": "\ud83c\udfcf"}') == {"id": "id_1", "name": "query", "input": {"sql": "🏏"}}


def test_half_a_character_where_the_arguments_were_cut_off_becomes_a_whole_one(openai, configure, call):
    body = openai.wire.calls(("id_1", "query", '{"sql": "\ud83d')).body
    configure(openai)
    openai.will(Response(200, json.dumps(body), {"content-type": "application/json"}))
    [use] = call()["tool_uses"]
    assert use["error"].endswith(f'Given: {{"sql": "?. {TAKES}')


@pytest.mark.parametrize(
    ("given", "misfit"),
    [
        ({}, "input.sql is missing; allowed is a text."),
        (
            {"sql": "x", "rows": "many"},
            'input.rows is "many"; allowed is a whole number, and not a text; the field is optional: leave it out if there is no '
            "value for it.",
        ),
        ({"sql": "x", "limit": 3}, "input has no field limit; allowed are sql, rows."),
    ],
)
def test_a_misfit_tells_where_what_and_what_is_allowed(used, given, misfit):
    assert used(given)["error"] == f"The input of query is wrong: {misfit} {TAKES}"


def test_a_misfit_repeats_no_more_than_the_beginning_of_what_was_given(used):
    error = used({"sql": "x", "k" * 5_000: 1})["error"]
    assert error.startswith("The input of query is wrong: input has no field kkk")
    assert error.endswith(TAKES)
    assert len(error) < 1_000


@pytest.mark.attack("state_machine")
def test_inputs_that_would_burst_the_state_are_refused_and_the_others_run(openai, configure, call):
    configure(openai)
    big = {"sql": "語" * 10_000}
    openai.will(openai.wire.calls(*((f"id_{n}", "query", big) for n in range(3)), ("id_3", "query", {"sql": "SELECT 1"})))
    uses = call()["tool_uses"]
    assert [use["input"] for use in uses] == [big, big, {}, {"sql": "SELECT 1"}]
    refused = "The input has 30011 bytes. All calls of a turn may have 65536: make it smaller. " + TAKES
    assert [use.get("error") for use in uses] == [None, None, refused, None]


def test_of_many_calls_too_many_the_first_one_stands_for_all(openai, configure, call):
    configure(openai)
    openai.will(openai.wire.calls(*((f"id_{n}", "schema" if n < 3 else "unknown", {}) for n in range(300))))
    body = call(options={"max_tool_uses": 3})
    ids = [f"id_{n}" for n in range(4)]
    assert [use["id"] for use in body["tool_uses"]] == ids
    assert [block["id"] for block in body["messages"][0]["content"]] == ids
    assert [use.get("error") for use in body["tool_uses"]] == [
        *[None] * 3,
        "Not run: 300 tools were called in one turn, and 3 are allowed. Call this one and the 296 after it again in the next.",
    ]


@pytest.mark.attack("state_machine")
def test_a_text_that_would_burst_the_state_is_cut(openai, configure, call):
    configure(openai)
    openai.will(openai.wire.says("\n" * 40_000))
    assert call()["messages"][0]["content"][0]["text"] == "(no content)"
    openai.will(openai.wire.says("é\n" * 40_000))
    text = call()["messages"][0]["content"][0]["text"]
    assert text == "é\n" * 4096 + "… (cut: 80000 characters)"


def test_a_null_for_an_optional_field_is_left_out_for_the_tool_and_stays_in_the_turn(openai, configure, call):
    configure(openai)
    openai.will(openai.wire.calls(("id_1", "query", {"sql": "x", "rows": None})))
    body = call()
    assert body["tool_uses"] == [{"id": "id_1", "name": "query", "input": {"sql": "x"}}]
    assert body["messages"][0]["content"][0]["input"] == {"sql": "x", "rows": None}


@pytest.mark.parametrize("case", [case for case in FIELDS if "refused" not in case], ids=lambda case: case["about"])
def test_an_input_gets_the_verdict_and_the_words_of_the_toolkits(case):
    [checked] = tool_uses.check(
        [{"id": "id_1", "name": "take", "input": case["input"]}], {}, tool_uses.schemas_of([take(case)]), None, cut_off=False
    )
    said = json.dumps(checked["input"], separators=(",", ":"), ensure_ascii=False) if "takes" in case else checked["error"]
    assert (said, "error" in checked) == (content_of_probe(case), "problems" in case)


@pytest.mark.parametrize("case", [case for case in FIELDS if "refused" in case], ids=lambda case: case["about"])
def test_a_schema_outside_of_the_dialect_is_a_bad_request_before_a_model_is_asked(openai, configure, call, case):
    configure(openai)
    with pytest.raises(LLMBadRequest) as refused:
        call(tools=[take(case)])
    assert str(refused.value) == (
        f"the input_schema of tool take can't be used: {case['refused']}. docs/reference/tools-json.md says what to write instead"
    )
    assert openai.requests == []


def take(case):
    schema = {"type": "object", "properties": {"v": case["schema"]}, "additionalProperties": False}
    return {"name": "take", "description": "", "input_schema": schema | ({"required": ["v"]} if case.get("required") else {})}


def test_the_caller_and_the_python_toolkit_check_by_the_same_text():
    caller, toolkit = ROOT / "lambda/call-llm/call_llm/input_schema.py", ROOT / "lambda/toolkit/python/toolkit/input_schema.py"
    assert caller.read_text() == toolkit.read_text()


@pytest.mark.attack("state_machine")
@pytest.mark.parametrize(
    ("name", "kept"), [("query; DROP", "query__DROP"), ("", "unnamed"), (None, "unnamed"), ("q" * 80, "q" * 64)]
)
def test_a_name_that_no_provider_takes_back_is_made_one_that_they_take(used, name, kept):
    use = used({}, name=name)
    assert use["name"] == kept
    assert use["error"] == f"There is no tool {kept}. There are: query, schema."


@pytest.mark.attack("state_machine")
@pytest.mark.parametrize("identity", [None, "", "../../secrets", "x" * 41])
def test_an_id_that_no_provider_takes_back_is_replaced(used, identity):
    use = used({"sql": "x"}, identity=identity)
    assert 0 < len(use["id"]) <= 40
    assert "/" not in use["id"]
    assert "error" not in use
