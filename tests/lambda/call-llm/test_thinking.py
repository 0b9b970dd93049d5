"""Whose thoughts go to whom. The provider checks signatures, and that a model gets its own thoughts back within a loop."""

import json

import pytest

from local.loopback_server import Response

THINKING = {"thinking": {"type": "enabled", "budget_tokens": 2048}}
TOOL_USE = {"type": "tool_use", "id": "id_1", "name": "query", "input": {"sql": "SELECT 1"}}
RESULT = {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "id_1", "content": "[1]"}]}
QUESTION = {"role": "user", "content": "How many?"}


@pytest.fixture
def thought(anthropic, configure, call):
    """A turn of a model that thinks and then uses a tool."""
    configure(anthropic.target(params=THINKING))
    anthropic.will(anthropic.wire.thinks("Hm.", TOOL_USE, stop_reason="tool_use"))
    return call()["messages"][0]


def test_a_thinking_block_comes_first_and_carries_the_model_that_thought_it(anthropic, thought):
    signature = anthropic.wire.thinks("Hm.").body["content"][0]["signature"]
    thinking = {"type": "thinking", "thinking": "Hm.", "signature": signature, "model": "anthropic/claude-sonnet-4-5"}
    assert thought["content"] == [thinking, TOOL_USE]


def test_a_model_gets_its_own_thoughts_back(anthropic, call, thought):
    anthropic.will(anthropic.wire.says("One."))
    call([QUESTION, thought, RESULT])
    block = anthropic.sent["messages"][1]["content"][0]
    assert (block["type"], block["thinking"], block.keys()) == ("thinking", "Hm.", {"type", "thinking", "signature"})
    assert anthropic.sent["thinking"] == THINKING["thinking"]


def test_another_provider_never_sees_them(openai, configure, call, thought):
    configure(openai)
    openai.will(openai.wire.says("One."))
    call([QUESTION, thought, RESULT])
    assert "Hm." not in str(openai.sent)
    assert openai.wire.sent_uses(openai.sent) == [("id_1", "query", {"sql": "SELECT 1"})]


def test_another_model_of_the_same_provider_never_sees_them_and_does_not_think_in_this_loop(anthropic, configure, call, thought):
    configure(anthropic.target(model="anthropic/claude-opus-4-1", params=THINKING))
    anthropic.will(anthropic.wire.says("One."))
    call([QUESTION, thought, RESULT])
    assert "Hm." not in str(anthropic.sent)
    assert "thinking" not in anthropic.sent


def test_a_model_thinks_again_after_the_next_question(anthropic, configure, call, thought):
    configure(anthropic.target(model="anthropic/claude-opus-4-1", params=THINKING))
    anthropic.will(anthropic.wire.says("One."))
    call([QUESTION, thought, RESULT, {"role": "assistant", "content": "One."}, {"role": "user", "content": "Sure?"}])
    assert anthropic.sent["thinking"] == THINKING["thinking"]


@pytest.mark.parametrize("params", [THINKING, {"reasoning_effort": "low"}])
def test_a_model_does_not_think_when_a_tool_is_forced_on_it(anthropic, configure, call, thought, params):
    configure(anthropic.target(params=params))
    anthropic.will(anthropic.wire.calls(("id_2", "query", {"sql": "SELECT 2"})))
    call([QUESTION, thought, RESULT], tool_choice={"type": "tool", "name": "query"})
    assert "thinking" not in anthropic.sent
    assert "Hm." not in str(anthropic.sent)


def test_thoughts_that_are_signed_and_not_shown_go_back_as_they_came(anthropic, configure, call):
    configure(anthropic.target(params=THINKING))
    anthropic.will(anthropic.wire.thinks("", TOOL_USE, stop_reason="tool_use"), anthropic.wire.says("One."))
    turn = call()["messages"][0]
    call([QUESTION, turn, RESULT])
    signature = anthropic.wire.thinks("").body["content"][0]["signature"]
    assert anthropic.sent["messages"][1]["content"][0] == {"type": "thinking", "thinking": "", "signature": signature}


def test_thoughts_that_would_burst_the_state_are_left_out_and_the_loop_goes_on_without(anthropic, configure, call):
    configure(anthropic.target(params=THINKING))
    anthropic.will(anthropic.wire.thinks("Hm. " * 10_000, TOOL_USE, stop_reason="tool_use"), anthropic.wire.says("One."))
    turn = call()["messages"][0]
    assert turn["content"] == [TOOL_USE]
    call([QUESTION, turn, RESULT])
    assert "thinking" not in anthropic.sent


def test_half_a_character_in_a_thought_becomes_a_whole_one(openai, configure, call):
    configure(openai)
    body = openai.wire.message(content="One.", reasoning_content="H\ud83dm.").body
    openai.will(Response(200, json.dumps(body), {"content-type": "application/json"}))
    assert call()["messages"][0]["content"][0]["thinking"] == "H?m."


def test_redacted_thoughts_go_back_as_they_came(anthropic, configure, call):
    configure(anthropic.target(params=THINKING))
    redacted = {"type": "redacted_thinking", "data": "c2VjcmV0"}
    anthropic.will(anthropic.wire.message(redacted, TOOL_USE, stop_reason="tool_use"), anthropic.wire.says("One."))
    turn = call()["messages"][0]
    assert turn["content"][0] == {**redacted, "model": "anthropic/claude-sonnet-4-5"}
    call([QUESTION, turn, RESULT])
    assert anthropic.sent["messages"][1]["content"][0] == redacted


def test_thoughts_without_a_signature_are_shown_and_not_sent_back(openai, configure, call):
    configure(openai)
    openai.will(openai.wire.message(content="One.", reasoning_content="Hm."), openai.wire.says("Yes."))
    turn = call()["messages"][0]
    assert turn["content"] == [
        {"type": "thinking", "thinking": "Hm.", "model": "openai/gpt-4o"},
        {"type": "text", "text": "One."},
    ]
    call([QUESTION, turn, {"role": "user", "content": "Sure?"}])
    assert "Hm." not in str(openai.sent)


def test_a_turn_of_nothing_but_thoughts_can_be_sent_to_anyone(anthropic, openai, configure, call):
    configure(anthropic.target(params=THINKING))
    anthropic.will(anthropic.wire.thinks("Hm."), anthropic.wire.says("One."))
    turn = call()["messages"][0]
    call([QUESTION, turn, {"role": "user", "content": "And?"}])
    configure(openai)
    openai.will(openai.wire.says("One."))
    call([QUESTION, turn, {"role": "user", "content": "And?"}])
    assert [message["content"] for message in openai.sent["messages"][1:]] == ["How many?", "(no content)", "And?"]


def test_a_model_that_always_thinks_and_so_refuses_to_be_made_to_use_a_tool_is_offered_that_tool_alone(anthropic, configure, call):
    configure(anthropic.target(model="anthropic/claude-sonnet-5-5"))
    anthropic.will(anthropic.wire.calls(("id_1", "query", {"sql": "SELECT 1"})))
    assert call(tool_choice={"type": "tool", "name": "query"})["tool_uses"] == [
        {"id": "id_1", "name": "query", "input": {"sql": "SELECT 1"}}
    ]
    assert [name for name, _, _ in anthropic.wire.sent_tools(anthropic.sent)] == ["query"]
    assert anthropic.sent["tool_choice"] == {"type": "auto"}
