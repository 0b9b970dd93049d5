"""What only Google does: answers that broke off, errors in its own words, and what LiteLLM makes of both."""

import pytest
from call_llm.errors import LLMAuth, LLMBadRequest, LLMContextExceeded, LLMRateLimited, LLMRefused, LLMUnavailable
from wires import WIRES

from local.loopback_server import Response

QUESTION = {"role": "user", "content": "How many?"}
PNG = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}}
RETRY_INFO = [
    {"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [{"quotaValue": "15"}]},
    {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "37.5s"},
]


@pytest.fixture(params=["gemini", "vertex_ai"])
def google(request, new_provider):
    return new_provider(WIRES[request.param])


@pytest.fixture(autouse=True)
def to_google(google, configure):
    configure(google)


def used(name, identity="id_1", **given):
    return {"type": "tool_use", "id": identity, "name": name, "input": given}


def result(content, identity="id_1"):
    return {"type": "tool_result", "tool_use_id": identity, "content": content}


def after(*uses, results):
    return [QUESTION, {"role": "assistant", "content": list(uses)}, {"role": "user", "content": results}]


def blocked(**feedback):
    return Response(200, {"promptFeedback": feedback, "modelVersion": "gemini-3.5-flash"})


@pytest.mark.parametrize(
    ("feedback", "words"),
    [
        ({"blockReason": "PROHIBITED_CONTENT"}, "the prompt was blocked: PROHIBITED_CONTENT"),
        ({"blockReason": "SAFETY", "blockReasonMessage": "It is unsafe."}, "It is unsafe."),
    ],
)
def test_a_prompt_that_is_blocked_is_refused_even_where_no_tokens_are_told(google, call, feedback, words):
    google.will(blocked(**feedback))
    with pytest.raises(LLMRefused) as raised:
        call()
    assert str(raised.value) == words


@pytest.mark.parametrize("reason", ["SAFETY", "RECITATION", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII", "LANGUAGE"])
def test_an_answer_that_is_held_back_is_refused_with_the_reason(google, call, reason):
    google.will(google.wire.answer({"finishReason": reason, "index": 0}))
    with pytest.raises(LLMRefused) as raised:
        call()
    assert str(raised.value) == f"the provider's filter stopped the answer ({reason})"


@pytest.mark.parametrize(
    "reason", ["MALFORMED_FUNCTION_CALL", "OTHER", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS", "NEW_REASON"]
)
@pytest.mark.parametrize("content", [{}, {"content": {}}, {"content": {"role": "model"}}])
def test_an_answer_that_the_model_got_wrong_is_worth_a_retry(google, call, reason, content):
    google.will(google.wire.answer({**content, "finishReason": reason, "finishMessage": "Malformed call: print()", "index": 0}))
    with pytest.raises(LLMUnavailable, match=rf"{reason}.*Malformed call: print\(\)"):
        call()


def test_a_call_that_is_malformed_is_not_run_though_something_of_it_is_there(google, call):
    google.will(google.wire.calls(("id_1", "query", {"sql": "SELECT 1"}), finish_reason="MALFORMED_FUNCTION_CALL"))
    with pytest.raises(LLMUnavailable, match="MALFORMED_FUNCTION_CALL"):
        call()


def test_a_call_that_was_not_expected_is_one_all_the_same(google, call):
    google.will(google.wire.calls(("id_1", "query", {"sql": "SELECT 1"}), finish_reason="UNEXPECTED_TOOL_CALL"))
    assert [use["name"] for use in call()["tool_uses"]] == ["query"]


def test_an_answer_that_stops_for_now_is_not_asked_for_its_rest(google, call):
    reply = google.wire.message({"text": "Once upon"}, finish_reason="CONTINUATION")
    reply.body["candidates"][0]["continuationToken"] = "bW9yZQ=="
    google.will(reply)
    body = call()
    assert (body["messages"][0]["content"][0]["text"], body["metadata"]["stop_reason"]) == ("Once upon", "max_tokens")
    assert len(google.requests) == 1


def test_text_that_ends_at_the_longest_says_so(google, call):
    google.will(google.wire.message({"text": "Once upon"}, finish_reason="MAX_TOKENS"))
    assert call()["metadata"]["stop_reason"] == "max_tokens"


def test_thinking_that_leaves_no_room_for_an_answer_says_so(google, call):
    google.will(google.wire.answer({"finishReason": "MAX_TOKENS", "index": 0}, candidatesTokenCount=0, thoughtsTokenCount=77))
    body = call()
    assert body["messages"][0]["content"] == [{"type": "text", "text": "(no content)"}]
    assert (body["metadata"]["stop_reason"], body["metadata"]["usage"]["output"]) == ("max_tokens", 77)


def test_what_was_thought_counts_as_output(google, call):
    google.will(google.wire.thinks_then_calls("Hm.", ("id_1", "query", {"sql": "SELECT 1"})))
    assert call()["metadata"]["usage"] == {"input": 100, "output": 50, "cache_read": 0, "cache_write": 0}


def test_an_answer_that_does_not_tell_its_tokens_is_one(google, call):
    reply = google.wire.says("Hi.")
    del reply.body["usageMetadata"]
    google.will(reply)
    body = call()
    assert body["messages"][0]["content"] == [{"type": "text", "text": "Hi."}]
    assert body["metadata"]["usage"] == {"input": 0, "output": 0, "cache_read": 0, "cache_write": 0}
    assert body["metadata"]["cost_usd"] is None


def test_a_call_without_an_id_and_without_arguments_is_run(google, call):
    google.will(google.wire.message({"functionCall": {"name": "schema"}}))
    [use] = call()["tool_uses"]
    assert (use["name"], use["input"]) == ("schema", {})
    assert use["id"].startswith("call_")


def test_text_in_several_parts_is_one_text(google, call):
    google.will(google.wire.message({"text": "Forty"}, {"text": "-two."}, {"text": ""}))
    assert call()["messages"][0]["content"] == [{"type": "text", "text": "Forty-two."}]


@pytest.mark.parametrize("body", [{"candidates": []}, {"candidates": None}, {"candidates": [{}]}, {"error": {}}])
def test_an_answer_without_an_answer_is_worth_a_retry(google, call, body):
    google.will(Response(200, body))
    with pytest.raises(LLMUnavailable):
        call()


def test_half_a_character_in_an_answer_becomes_a_whole_one(google, call):
    google.will(Response(200, '{"candidates": [{"content": {"parts": [{"text": "H\\ud83dm"}]}, "finishReason": "STOP"}]}'))
    assert call()["messages"][0]["content"] == [{"type": "text", "text": "H?m"}]


def test_a_rate_limit_says_how_long_to_wait_in_its_details(google, call):
    google.will(google.wire.error(429, "Resource has been exhausted (e.g. check quota).", details=RETRY_INFO))
    with pytest.raises(LLMRateLimited, match=r"\(retry after 37\.5 s\)$") as raised:
        call(milliseconds_left=20_000)
    assert raised.value.retry_after == 37.5


@pytest.mark.parametrize("words", ["API key not valid. Please pass a valid API key.", "API key expired. Please renew the API key."])
def test_a_key_that_is_not_valid_is_an_auth_error_though_its_status_is_that_of_a_bad_request(google, call, words):
    details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}]
    google.will(google.wire.error(400, words, details=details))
    with pytest.raises(LLMAuth, match="API key"):
        call()


@pytest.mark.parametrize(
    "words",
    [
        "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
        "The input token count exceeds the maximum number of tokens allowed 1048576.",
    ],
)
def test_too_long_a_conversation_is_told_in_googles_words(google, call, words):
    google.will(google.wire.error(400, words))
    with pytest.raises(LLMContextExceeded, match="exceeds the maximum number of tokens"):
        call()


def test_a_refusal_of_the_provider_reaches_the_error_whole(google, call):
    with pytest.raises(LLMBadRequest, match=r"Invalid function name\. Must start with a letter or an underscore"):
        call(tools=[{"name": "1st", "description": "x"}])


def test_the_schema_of_a_tool_arrives_as_it_is(google, call):
    schema = {
        "type": "object",
        "properties": {
            "unit": {"type": "string", "enum": ["kg"], "title": "Unit"},
            "points": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "x": {"type": "number", "exclusiveMinimum": 0},
                        "name": {"type": "string", "pattern": "^[a-z]+$"},
                    },
                    "required": ["x"],
                    "additionalProperties": False,
                },
                "minItems": 1,
                "uniqueItems": True,
            },
        },
        "required": ["unit"],
        "additionalProperties": False,
    }
    google.will(google.wire.calls(("id_1", "odd", {"unit": "kg"})))
    call(tools=[{"name": "odd", "description": "Odd.", "input_schema": schema}], tool_choice={"type": "tool", "name": "odd"})
    assert google.wire.sent_tools(google.sent) == [("odd", "Odd.", schema)]
    assert google.wire.sent_tool_choice(google.sent) == {"mode": "ANY", "allowedFunctionNames": ["odd"]}


@pytest.mark.parametrize("text", ['{"id": 12345678901234567890}', '{"a": NaN}', '{"$ref": "x"}', "data:image/png;base64,AAAA"])
def test_a_result_arrives_as_the_text_that_it_is(google, call, text):
    google.will(google.wire.says("One."))
    call(after(used("schema"), results=[result(text)]))
    assert google.wire.sent_results(google.sent) == [("id_1", text)]


def test_an_image_in_a_result_stands_in_it_beside_the_text(google, call):
    google.will(google.wire.says("A dot."))
    call(after(used("schema"), results=[result([{"type": "text", "text": "A"}, PNG, {"type": "text", "text": "B"}])]))
    assert google.wire.sent_results(google.sent) == [("id_1", ("A\nB", [google.wire.IMAGE]))]


def test_a_failed_tool_is_marked_as_one(google, call):
    google.will(google.wire.says("One."))
    call(after(used("schema"), results=[result("no such table") | {"is_error": True}]))
    [answered] = google.wire.parts_of(google.sent, "functionResponse")
    assert answered["response"] == {"error": "no such table"}


def test_two_equal_calls_of_one_turn_stay_two(google, configure, call):
    configure(google.target(model=google.name + "/gemini-2.5-flash"))
    google.will(google.wire.says("One."))
    uses = [used("query", identity, sql="SELECT 1") for identity in ("id_1", "id_2")]
    call(after(*uses, results=[result("1"), result("2", "id_2")]))
    assert [part["args"] for part in google.wire.parts_of(google.sent, "functionCall")] == [{"sql": "SELECT 1"}] * 2
    answers = [part["response"] for part in google.wire.parts_of(google.sent, "functionResponse")]
    assert answers == [{"output": "1"}, {"output": "2"}]


def test_an_older_model_gets_no_ids_and_its_images_after_the_result(google, configure, call):
    configure(google.target(model=google.name + "/gemini-2.5-flash"))
    google.will(google.wire.says("A dot."))
    call(after(used("schema"), results=[result([{"type": "text", "text": "A chart:"}, PNG])]))
    assert google.wire.parts_of(google.sent, "functionCall") == [{"name": "schema", "args": {}}]
    answered = {"name": "schema", "response": {"output": "A chart:"}}
    assert google.wire.parts_of(google.sent, "functionResponse") == [answered]
    assert google.wire.parts_of(google.sent, "inlineData") == [google.wire.IMAGE["inlineData"]]


def test_a_model_that_the_price_map_does_not_know_gets_the_system_prompt_as_one(google, configure, call):
    configure(google.target(model=google.name + "/gemini-9-ultra"))
    google.will(google.wire.says("Hi."))
    call(system="You count, carefully.")
    assert google.wire.sent_system(google.sent) == "You count, carefully."


def test_no_context_is_cached_by_a_request_of_its_own(google, call):
    google.will(google.wire.says("Hi."))
    call(system="You count. " * 10_000)
    assert len(google.requests) == 1
    assert "cachedContent" not in google.sent


def test_the_tools_of_a_real_agent_are_taken(google, call):
    from agents import AGENTS

    for agent in AGENTS.values():
        google.will(google.wire.says("Hi."))
        tools = [{"name": tool.name, "description": tool.description, "input_schema": tool.input_schema} for tool in agent.tools]
        call(tools=[*tools, {"name": "final_answer", "description": "Answers.", "input_schema": agent.output_schema}])
        assert [name for name, _, _ in google.wire.sent_tools(google.sent)] == [*(tool["name"] for tool in tools), "final_answer"]
