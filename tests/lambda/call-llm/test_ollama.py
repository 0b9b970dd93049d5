"""What Ollama alone has: no tool_choice, options, and a server of one's own, which is asked for nothing but an answer."""

import sys

import pytest
from call_llm.errors import LLMBadRequest, LLMUnavailable
from wires import WIRES

from local.loopback_server import Response
from tests.providers.server import ProviderServer

USE = ("id_1", "query", {"sql": "SELECT 1"})


@pytest.fixture
def ollama(new_provider, configure):
    provider = new_provider(WIRES["ollama"])
    configure(provider)
    return provider


def test_a_call_is_one_request_and_no_other_server_is_asked(ollama, configure, call):
    lines, looked_up = [], []
    sys.addaudithook(lambda event, arguments: looked_up.append(arguments[1]) if event == "socket.connect" else None)
    with ProviderServer(log=lines.append, respond=ollama.respond).serving() as server:
        configure(ollama.target(model="ollama/a-model-that-nobody-knows", api_base=server.url + "/ollama"))
        ollama.will(ollama.wire.calls(USE), ollama.wire.says("One."))
        looked_up.clear()
        call()
        call()
        assert set(looked_up) == {("127.0.0.1", server.server_port)}
    assert lines == ["POST /ollama/api/chat 200"] * 2


def test_a_conversation_that_is_too_long_is_refused_and_not_cut(ollama, call):
    ollama.will(ollama.wire.says("One."))
    call()
    assert (ollama.sent["truncate"], ollama.sent["shift"]) == (False, False)


def test_params_are_options(ollama, configure, call):
    configure(ollama.target(params={"max_tokens": 5, "temperature": 0, "top_k": 3, "num_ctx": 8192, "keep_alive": "1h"}))
    ollama.will(ollama.wire.says("One."))
    call()
    assert ollama.sent["options"] == {"num_predict": 5, "temperature": 0, "top_k": 3, "num_ctx": 8192}
    assert ollama.sent["keep_alive"] == "1h"


@pytest.mark.parametrize(("effort", "think"), [("low", True), ("none", False)])
def test_a_model_can_be_told_whether_to_think(ollama, configure, call, effort, think):
    configure(ollama.target(params={"reasoning_effort": effort}))
    ollama.will(ollama.wire.message(content="One.", thinking="Hm."))
    assert [block["type"] for block in call()["messages"][0]["content"]] == ["thinking", "text"]
    assert ollama.sent["think"] is think


@pytest.mark.parametrize("content", [None, "left out"])
def test_calls_without_a_text_are_tool_uses(ollama, call, content):
    reply = ollama.wire.calls(USE)
    reply.body["message"]["content"] = content
    if content == "left out":
        del reply.body["message"]["content"]
    ollama.will(reply)
    assert [use["input"] for use in call()["tool_uses"]] == [{"sql": "SELECT 1"}]


def test_calls_without_ids_get_some(ollama, call):
    reply = ollama.wire.calls(USE, USE)
    for each in reply.body["message"]["tool_calls"]:
        del each["id"]
    ollama.will(reply)
    assert len({use["id"] for use in call()["tool_uses"]}) == 2


def test_arguments_that_are_text_are_read(ollama, call):
    ollama.will(ollama.wire.calls(("id_1", "query", '{"sql": "SELECT 1"}')))
    assert call()["tool_uses"] == [{"id": "id_1", "name": "query", "input": {"sql": "SELECT 1"}}]


def test_what_a_model_thought_in_its_text_is_shown_apart(ollama, call):
    ollama.will(ollama.wire.says("<think>Hm.</think>One."))
    assert call()["messages"][0]["content"] == [
        {"type": "thinking", "thinking": "Hm.", "model": "ollama/qwen3"},
        {"type": "text", "text": "One."},
    ]


def test_input_that_was_still_in_memory_and_is_not_counted_counts_nothing(ollama, call):
    reply = ollama.wire.says("One.")
    del reply.body["prompt_eval_count"]
    ollama.will(reply)
    assert call()["metadata"]["usage"] == {"input": 0, "output": 20, "cache_read": 0, "cache_write": 0}


@pytest.mark.parametrize("body", [{"error": "llama runner process has terminated"}, {"done": True}, {"message": "Hi."}])
def test_a_200_that_holds_no_message_is_no_answer(ollama, call, body):
    ollama.will(Response(200, body))
    with pytest.raises(LLMUnavailable):
        call()


@pytest.mark.parametrize(
    ("status", "words"), [(404, "model 'qwen3' not found"), (400, "registry.ollama.ai/library/qwen3:latest does not support tools")]
)
def test_a_model_that_is_not_there_or_uses_no_tools_is_a_bad_request_in_the_words_of_ollama(ollama, call, status, words):
    ollama.will(ollama.wire.error(status, words))
    with pytest.raises(LLMBadRequest, match=words):
        call()
