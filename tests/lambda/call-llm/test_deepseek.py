"""What DeepSeek alone has: models that think unasked, and want their unsigned thoughts back."""

import pytest
from call_llm.errors import LLMAuth, LLMUnavailable
from wires import WIRES

OFF = {"type": "disabled"}
QUESTION = {"role": "user", "content": "How many?"}
USE = {"type": "tool_use", "id": "id_1", "name": "query", "input": {"sql": "SELECT 1"}}
RESULT = {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "id_1", "content": "[1]"}]}
PNG = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}}


@pytest.fixture
def deepseek(new_provider, configure):
    provider = new_provider(WIRES["deepseek"])
    configure(provider)
    return provider


@pytest.fixture
def thought(deepseek, call):
    """A turn of a model that thinks and then uses a tool."""
    deepseek.will(deepseek.wire.thinks_then_calls("Hm.", ("id_1", "query", {"sql": "SELECT 1"})))
    return call([QUESTION])["messages"][0]


def test_a_model_may_think_at_first(deepseek, thought):
    assert "thinking" not in deepseek.sent
    assert thought["content"] == [{"type": "thinking", "thinking": "Hm.", "model": "deepseek/deepseek-v4-flash"}, USE]


def test_a_model_gets_back_what_it_thought_when_it_used_a_tool(deepseek, call, thought):
    deepseek.will(deepseek.wire.says("One."))
    call([QUESTION, thought, RESULT])
    assert deepseek.sent["messages"][2]["reasoning_content"] == "Hm."
    assert "thinking" not in deepseek.sent


def test_it_gets_it_back_after_the_next_question_too(deepseek, call, thought):
    deepseek.will(deepseek.wire.says("Yes."))
    call([QUESTION, thought, RESULT, {"role": "assistant", "content": "One."}, {"role": "user", "content": "Sure?"}])
    assert [message.get("reasoning_content") for message in deepseek.sent["messages"]] == [None, None, "Hm.", None, None, None]
    assert "thinking" not in deepseek.sent


@pytest.mark.parametrize("params", [{"thinking": {"type": "enabled"}}, {"reasoning_effort": "high"}])
def test_a_model_that_is_told_to_think_does_and_gets_its_thoughts_back(deepseek, configure, call, thought, params):
    configure(deepseek.target(params=params))
    deepseek.will(deepseek.wire.says("One."))
    call([QUESTION, thought, RESULT])
    assert deepseek.sent["thinking"] == {"type": "enabled"}
    assert deepseek.sent["messages"][2]["reasoning_content"] == "Hm."


def test_a_model_does_not_think_in_a_conversation_in_which_another_used_a_tool(deepseek, call):
    deepseek.will(deepseek.wire.says("One."))
    call([QUESTION, {"role": "assistant", "content": [USE]}, RESULT])
    assert deepseek.sent["thinking"] == OFF
    assert "reasoning_content" not in str(deepseek.sent)


@pytest.mark.parametrize("choice", [{"type": "any"}, {"type": "tool", "name": "query"}])
def test_a_model_does_not_think_when_it_has_to_use_a_tool(deepseek, configure, call, thought, choice):
    configure(deepseek.target(params={"reasoning_effort": "high"}))
    deepseek.will(deepseek.wire.calls(("id_2", "query", {"sql": "SELECT 2"})))
    call([QUESTION, thought, RESULT], tool_choice=choice)
    assert deepseek.sent["thinking"] == OFF
    assert "Hm." not in str(deepseek.sent)
    assert "reasoning_effort" not in deepseek.sent


def test_another_model_never_sees_its_thoughts(deepseek, configure, call, thought):
    configure(deepseek.target(model="deepseek/deepseek-v4-pro"))
    deepseek.will(deepseek.wire.says("One."))
    call([QUESTION, thought, RESULT])
    assert deepseek.sent["thinking"] == OFF
    assert "Hm." not in str(deepseek.sent)


def test_a_model_that_does_not_see_is_told_that_there_was_an_image(deepseek, configure, call):
    configure(deepseek.target(model="deepseek/deepseek-v4-pro"))
    deepseek.will(deepseek.wire.says("I can't see it."))
    call([{"role": "user", "content": [{"type": "text", "text": "What is this?"}, PNG]}])
    assert deepseek.wire.sent_question(deepseek.sent) == "What is this?\n(an image, which this model can't see)"


def test_a_limit_of_tokens_goes_by_its_own_name(deepseek, configure, call):
    configure(deepseek.target(params={"max_completion_tokens": 5}))
    deepseek.will(deepseek.wire.says("One."))
    call()
    assert deepseek.wire.sent_params(deepseek.sent) == {"max_tokens": 5}


def test_an_account_without_money_is_not_allowed_to_ask(deepseek, call):
    deepseek.will(deepseek.wire.error(402, "Insufficient Balance"))
    with pytest.raises(LLMAuth, match="Insufficient Balance"):
        call()


def test_a_call_that_the_service_broke_off_is_none(deepseek, call):
    deepseek.will(deepseek.wire.calls(("id_1", "query", '{"sql'), finish_reason="insufficient_system_resource"))
    with pytest.raises(LLMUnavailable, match="insufficient_system_resource"):
        call()
