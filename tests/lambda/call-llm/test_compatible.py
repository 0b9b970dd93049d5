"""What copies of OpenAI's API send that OpenAI doesn't: every provider with such a copy gets the same odd answers."""

import pytest
from call_llm.errors import LLMRefused, LLMUnavailable
from wires import WIRES

from local.loopback_server import Response

USE = ("id_1", "query", {"sql": "SELECT 1"})
FUNCTION = {"name": "query", "arguments": '{"sql": "SELECT 1"}'}


@pytest.fixture(params=["azure", "groq", "mistral", "deepseek", "xai", "hosted_vllm"])
def compatible(request, new_provider, configure):
    provider = new_provider(WIRES[request.param])
    configure(provider)
    return provider


def with_calls(provider, *calls, **more):
    return provider.wire.message(**{"finish_reason": "tool_calls", "tool_calls": list(calls), **more})


def test_arguments_that_are_an_object_and_no_json_text_are_the_input(compatible, call):
    function = {"name": "query", "arguments": {"sql": "SELECT 1"}}
    compatible.will(with_calls(compatible, {"id": "id_1", "type": "function", "function": function}))
    assert call()["tool_uses"] == [{"id": "id_1", "name": "query", "input": {"sql": "SELECT 1"}}]


def test_arguments_that_are_no_json_are_an_error_that_shows_them(compatible, call):
    compatible.will(compatible.wire.calls(("id_1", "query", '{"sql": SELECT')))
    [use] = call()["tool_uses"]
    assert use["input"] == {}
    assert use["error"].startswith("The arguments are not valid JSON: ")
    assert 'Given: {"sql": SELECT. query takes: sql (string, required), rows (integer).' in use["error"]


@pytest.mark.parametrize("call_of_a_server", [{"function": FUNCTION}, {"id": None, "type": "function", "function": FUNCTION}])
def test_a_call_without_an_id_gets_one(compatible, call, call_of_a_server):
    compatible.will(with_calls(compatible, call_of_a_server))
    [use] = call()["tool_uses"]
    assert use["input"] == {"sql": "SELECT 1"}
    assert len(use["id"]) > 8


def test_a_call_without_a_name_is_an_error_for_the_model(compatible, call):
    compatible.will(with_calls(compatible, {"id": "id_1", "type": "function", "function": {"name": None, "arguments": "{}"}}))
    assert call()["tool_uses"][0]["error"] == "There is no tool unnamed. There are: query, schema."


def test_a_call_of_the_api_before_tools_is_a_tool_use(compatible, call):
    compatible.will(compatible.wire.message("function_call", function_call=FUNCTION))
    body = call()
    assert [(use["name"], use["input"]) for use in body["tool_uses"]] == [("query", {"sql": "SELECT 1"})]
    assert body["metadata"]["stop_reason"] == "tool_use"


@pytest.mark.parametrize("finish_reason", ["tool_calls", "stop", "function_call", "", None])
def test_calls_are_tool_uses_whatever_the_finish_reason_says(compatible, call, finish_reason):
    compatible.will(compatible.wire.calls(USE, finish_reason=finish_reason))
    body = call()
    assert [use["id"] for use in body["tool_uses"]] == ["id_1"]
    assert body["metadata"]["stop_reason"] == "tool_use"


@pytest.mark.parametrize("finish_reason", ["stop", "eos", "", None])
def test_an_answer_is_one_whatever_the_finish_reason_says(compatible, call, finish_reason):
    compatible.will(compatible.wire.message(finish_reason, content="One."))
    body = call()
    assert body["messages"][0]["content"] == [{"type": "text", "text": "One."}]
    assert body["metadata"]["stop_reason"] == "end_turn"


@pytest.mark.parametrize("finish_reason", ["length", "model_length"])
def test_an_answer_that_grew_too_long_says_so(compatible, call, finish_reason):
    compatible.will(compatible.wire.message(finish_reason, content="One, two"))
    assert call()["metadata"]["stop_reason"] == "max_tokens"


@pytest.mark.parametrize("finish_reason", ["error", "insufficient_system_resource"])
def test_an_answer_in_which_the_provider_gave_up_is_none(compatible, call, finish_reason):
    compatible.will(compatible.wire.message(finish_reason, content="One, tw"))
    with pytest.raises(LLMUnavailable, match=rf"it broke off \({finish_reason}\)"):
        call()


def test_an_answer_that_a_filter_stopped_is_a_refusal(compatible, call):
    compatible.will(compatible.wire.message("content_filter", content=None))
    with pytest.raises(LLMRefused, match="the provider's filter stopped the answer"):
        call()


def test_an_empty_list_of_calls_is_none(compatible, call):
    compatible.will(compatible.wire.message(content="One.", tool_calls=[]))
    assert call()["tool_uses"] == []


@pytest.mark.parametrize("usage", [None, {}, "left out"])
def test_an_answer_that_does_not_tell_its_tokens_has_none_and_no_price(compatible, call, usage):
    reply = compatible.wire.says("One.")
    if usage == "left out":
        del reply.body["usage"]
    else:
        reply.body["usage"] = usage
    compatible.will(reply)
    metadata = call()["metadata"]
    assert metadata["usage"] == {"input": 0, "output": 0, "cache_read": 0, "cache_write": 0}
    assert metadata["cost_usd"] is None


@pytest.mark.parametrize("error", [{"message": "overloaded", "type": "server_error", "code": 503}, "overloaded"])
def test_an_error_in_an_answer_that_says_200_is_no_answer(compatible, call, error):
    compatible.will(Response(200, {"error": error}))
    with pytest.raises(LLMUnavailable):
        call()


@pytest.mark.parametrize("choices", [[], None])
def test_an_answer_without_a_choice_is_none(compatible, call, choices):
    reply = compatible.wire.says("One.")
    reply.body["choices"] = choices
    compatible.will(reply)
    with pytest.raises(LLMUnavailable):
        call()


@pytest.mark.parametrize(
    "fields",
    [
        {"content": "One.", "reasoning_content": "Hm."},
        {"content": "One.", "reasoning": "Hm."},
        {"content": "<think>Hm.</think>One."},
    ],
)
def test_what_a_model_thought_is_shown_apart_and_not_sent_back(compatible, call, fields):
    compatible.will(compatible.wire.message(**fields), compatible.wire.says("Yes."))
    turn = call()["messages"][0]
    assert turn["content"] == [
        {"type": "thinking", "thinking": "Hm.", "model": compatible.wire.MODEL},
        {"type": "text", "text": "One."},
    ]
    call([{"role": "user", "content": "How many?"}, turn, {"role": "user", "content": "Sure?"}])
    assert "Hm." not in str(compatible.sent)
