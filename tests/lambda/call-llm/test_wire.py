"""The table of cases that every provider passes: what goes over the wire, and what comes back from it."""

import pytest

from local.loopback_server import Response

USE_1, USE_2 = ("id_1", "query", {"sql": "SELECT 1"}), ("id_2", "schema", {})
ASKED_FOR_TWO = [
    {"role": "user", "content": "How many?"},
    {
        "role": "assistant",
        "content": [
            {"type": "text", "text": "Let me look."},
            *({"type": "tool_use", "id": i, "name": n, "input": a} for i, n, a in (USE_1, USE_2)),
        ],
    },
]
PNG = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}}


def result(identity, content, **more):
    return {"type": "tool_result", "tool_use_id": identity, "content": content, **more}


def after_results(*results):
    return [*ASKED_FOR_TWO, {"role": "user", "content": list(results)}]


@pytest.fixture(autouse=True)
def to_the_provider(provider, configure):
    configure(provider)


def test_a_text_comes_back_as_a_text_block_with_what_it_took(provider, call):
    provider.will(provider.wire.says("Forty-two."))
    body = call()
    assert body["messages"] == [{"role": "assistant", "content": [{"type": "text", "text": "Forty-two."}]}]
    assert body["tool_uses"] == []
    assert body["history"] is None
    metadata = body["metadata"]
    cost = metadata.pop("cost_usd")
    assert cost > 0 if getattr(provider.wire, "PRICED", True) else not cost
    assert metadata.pop("model").startswith(provider.wire.MODEL.partition("/")[2])
    assert metadata == {
        "stop_reason": "end_turn",
        "target": provider.wire.MODEL,
        "usage": {"input": 100, "output": 20, "cache_read": 0, "cache_write": 0},
        "attempts": 1,
    }


def test_the_system_prompt_the_tools_and_the_params_reach_the_provider(provider, call, configure):
    configure(provider.target(params={"temperature": 0.5, "max_tokens": 77}))
    provider.will(provider.wire.says("Hi."))
    call(system="You count, carefully.")
    wire, sent = provider.wire, provider.sent
    assert wire.sent_system(sent) == "You count, carefully."
    assert [name for name, _, _ in wire.sent_tools(sent)] == ["query", "schema"]
    assert wire.sent_params(sent) == {"temperature": 0.5, "max_tokens": 77}


def test_4096_tokens_may_be_written_unless_the_config_says_otherwise(provider, call):
    provider.will(provider.wire.says("Hi."))
    call()
    assert provider.wire.sent_params(provider.sent) == {"max_tokens": 4096}


def test_a_tool_without_fields_is_sent_with_an_empty_schema(provider, call):
    provider.will(provider.wire.says("Hi."))
    call(tools=[{"name": "now", "description": "Tells the time."}])
    assert provider.wire.sent_tools(provider.sent) == [("now", "Tells the time.", {"type": "object", "properties": {}})]


def test_without_tools_no_tools_and_no_choice_are_sent(provider, call):
    provider.will(provider.wire.says("Hi."))
    call(tools=[], tool_choice={"type": "auto"})
    assert provider.wire.sent_tools(provider.sent) == []
    assert provider.wire.sent_tool_choice(provider.sent) is None


@pytest.mark.parametrize(("choice", "sent"), [({"type": "tool", "name": "query"}, "FORCED"), ({"type": "any"}, "ANY")])
def test_a_tool_can_be_forced(provider, call, choice, sent):
    provider.will(provider.wire.calls(USE_1))
    call(tool_choice=choice)
    assert provider.wire.sent_tool_choice(provider.sent) == getattr(provider.wire, sent)


def test_a_tool_use_keeps_its_id_its_name_and_its_input(provider, call):
    provider.will(provider.wire.calls(USE_1, text="Let me look."))
    body = call()
    use = {"id": "id_1", "name": "query", "input": {"sql": "SELECT 1"}}
    text, tool_use = body["messages"][0]["content"]
    assert text == {"type": "text", "text": "Let me look."}
    assert {name: tool_use[name] for name in tool_use if name not in ("signature", "model")} == {"type": "tool_use", **use}
    assert body["tool_uses"] == [use]
    assert body["metadata"]["stop_reason"] == "tool_use"


def test_parallel_tool_uses_keep_their_order(provider, call):
    provider.will(provider.wire.calls(USE_1, USE_2))
    assert [(use["id"], use["name"], use["input"]) for use in call()["tool_uses"]] == [USE_1, USE_2]


def test_tool_uses_and_their_results_go_back_in_order(provider, call):
    provider.will(provider.wire.says("Two."))
    call(after_results(result("id_1", "[1]"), result("id_2", [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}])))
    assert provider.wire.sent_uses(provider.sent) == [USE_1, USE_2]
    assert provider.wire.sent_results(provider.sent) == [("id_1", "[1]"), ("id_2", "a\nb")]


def test_a_failed_tool_is_marked_or_says_so_in_its_text(provider, call):
    provider.will(provider.wire.says("Two."))
    call(after_results(result("id_1", "no such column", is_error=True), result("id_2", "Error: gone", is_error=True)))
    words = "no such column" if provider.marks_failures else "Error: no such column"
    assert provider.wire.sent_results(provider.sent) == [("id_1", words), ("id_2", "Error: gone")]
    [results] = provider.requests[-1].results
    assert [(result.content, result.is_error) for result in results] == [("no such column", True), ("gone", True)]


def test_an_empty_result_and_an_empty_turn_are_sent_as_words(provider, call):
    provider.will(provider.wire.says("Two."))
    call(
        [
            *after_results(result("id_1", ""), result("id_2", [])),
            {"role": "assistant", "content": []},
            {"role": "user", "content": "?"},
        ]
    )
    assert provider.wire.sent_results(provider.sent) == [("id_1", "(no content)"), ("id_2", "(no content)")]
    assert "(no content)" in str(provider.wire.sent_messages(provider.sent)[-2])


def test_what_a_person_adds_to_the_results_follows_them(provider, call):
    provider.will(provider.wire.says("Two."))
    call(after_results({"type": "text", "text": "Hurry."}, result("id_1", "1"), result("id_2", "2")))
    assert provider.wire.sent_results(provider.sent) == [("id_1", "1"), ("id_2", "2")]
    assert "Hurry." in str(provider.wire.sent_messages(provider.sent)[-1])


def test_two_messages_of_the_user_in_a_row_are_accepted(provider, call):
    provider.will(provider.wire.says("Two."))
    call([{"role": "user", "content": "One?"}, {"role": "user", "content": "Or two?"}])
    assert "Or two?" in str(provider.wire.sent_messages(provider.sent))


def test_an_image_reaches_the_provider(provider, call):
    provider.will(provider.wire.says("A dot."))
    call([{"role": "user", "content": [{"type": "text", "text": "What is this?"}, PNG]}])
    assert provider.wire.sent_question(provider.sent) == [provider.wire.TEXT, provider.wire.IMAGE]


def test_an_image_in_a_tool_result_reaches_the_provider(provider, call):
    provider.will(provider.wire.says("A dot."))
    call(after_results(result("id_1", [{"type": "text", "text": "A chart:"}, PNG]), result("id_2", "2")))
    assert str(provider.wire.IMAGE) in str(provider.wire.sent_messages(provider.sent))
    assert "A chart:" in str(provider.wire.sent_results(provider.sent)[0])


def test_quotes_braces_and_other_scripts_survive_both_ways(provider, call):
    odd = "{% \"quoted\" \\ %} 世界 'so' \u0000 😀"
    provider.will(provider.wire.calls(("id_1", "query", {"sql": odd}), text=odd))
    body = call(odd)
    assert body["messages"][0]["content"][0]["text"] == odd
    assert body["tool_uses"][0]["input"] == {"sql": odd}
    assert odd in (provider.requests[0].question, provider.wire.sent_question(provider.sent))


def test_an_answer_without_content_becomes_words_so_that_it_can_be_sent_back(provider, call):
    provider.will(provider.wire.nothing())
    body = call()
    assert body["messages"] == [{"role": "assistant", "content": [{"type": "text", "text": "(no content)"}]}]
    assert body["metadata"]["stop_reason"] == "end_turn"


def test_missing_arguments_are_an_empty_input(provider, call):
    provider.will(provider.wire.calls(("id_1", "schema", None)))
    assert call()["tool_uses"] == [{"id": "id_1", "name": "schema", "input": {}}]


def test_an_unknown_tool_is_an_error_that_names_those_there_are(provider, call):
    provider.will(provider.wire.calls(("id_1", "drop_table", {})))
    error = "There is no tool drop_table. There are: query, schema."
    assert call()["tool_uses"] == [{"id": "id_1", "name": "drop_table", "input": {}, "error": error}]


def test_an_input_that_breaks_the_schema_is_an_error_that_says_what_is_allowed(provider, call):
    provider.will(provider.wire.calls(("id_1", "query", {"sql": 7})))
    error = "The input of query is wrong: input.sql is 7; allowed is a text. query takes: sql (string, required), rows (integer)."
    assert call()["tool_uses"] == [{"id": "id_1", "name": "query", "input": {"sql": 7}, "error": error}]


def test_more_tool_uses_than_allowed_are_errors_and_the_first_ones_run(provider, call):
    provider.will(provider.wire.calls(*((f"id_{n}", "schema", {}) for n in range(4))))
    uses = call(options={"max_tool_uses": 3})["tool_uses"]
    assert [use.get("error") for use in uses] == [
        None,
        None,
        None,
        "Not run: 4 tools were called in one turn, and 3 are allowed. Call this one again in the next.",
    ]


def test_a_call_that_was_cut_off_is_an_error_even_where_its_input_is_valid(provider, call):
    provider.will(provider.wire.cut_off("id_1", "query"))
    body = call()
    assert body["metadata"]["stop_reason"] == "max_tokens"
    [use] = body["tool_uses"]
    assert use["error"] == "This call of query was cut off, because the answer grew longer than max_tokens. Make it shorter."


def test_an_id_that_the_conversation_has_already_is_replaced(provider, call):
    provider.will(provider.wire.calls(("id_1", "schema", {}), ("id_9", "schema", {}), ("id_9", "schema", {})))
    uses = call(after_results(result("id_1", "1"), result("id_2", "2")))["tool_uses"]
    ids = [use["id"] for use in uses]
    assert ids[1] == "id_9"
    assert len({"id_1", "id_2", *ids}) == 5


def test_cached_input_is_counted_in_the_input_and_apart(provider, call):
    provider.will(provider.wire.cached(read=60, written=0))
    read = 60 if getattr(provider.wire, "TELLS_CACHED", True) else 0
    assert call()["metadata"]["usage"] == {"input": 100, "output": 20, "cache_read": read, "cache_write": 0}


def test_a_conversation_goes_on_for_as_many_turns_as_it_takes(provider, call):
    messages = [{"role": "user", "content": "How many?"}]
    for turn in range(4):
        provider.will(provider.wire.calls((f"a_{turn}", "query", {"sql": "SELECT 1"}), (f"b_{turn}", "nonsense", {})))
        body = call(messages)
        results = [result(use["id"], use.get("error", "1"), is_error="error" in use) for use in body["tool_uses"]]
        messages += [*body["messages"], {"role": "user", "content": results}]
    assert len(provider.wire.sent_results(provider.sent)) == 6
    assert len(provider.requests) == 4


def test_html_instead_of_json_is_no_answer(provider, call):
    from call_llm.errors import LLMUnavailable

    provider.will(Response(200, "<html>Sign in to the proxy</html>", {"content-type": "text/html"}))
    with pytest.raises(LLMUnavailable, match=provider.wire.MODEL):
        call()
