"""Errors that Groq, xAI and vLLM send, and by which they mean others than most do."""

import pytest
from call_llm.errors import LLMAuth, LLMBadRequest, LLMContextExceeded, LLMUnavailable
from wires import WIRES


@pytest.fixture
def of(new_provider, configure):
    def start(name):
        provider = new_provider(WIRES[name])
        configure(provider)
        return provider

    return start


def test_a_call_that_groq_s_model_wrote_wrong_may_be_right_the_next_time(of, call):
    groq = of("groq")
    groq.will(groq.wire.failed_generation('<function=query{"sql": "SELECT 1"}'))
    with pytest.raises(LLMUnavailable, match="Failed to call a function"):
        call()


def test_a_tier_of_groq_without_room_has_some_later(of, call):
    groq = of("groq")
    groq.will(groq.wire.error(498, "Flex tier capacity exceeded"))
    with pytest.raises(LLMUnavailable, match="Flex tier capacity exceeded"):
        call()


def test_an_answer_of_groq_without_a_service_tier_is_one(of, call):
    groq = of("groq")
    reply = groq.wire.says("One.")
    del reply.body["service_tier"]
    groq.will(reply)
    assert call()["messages"][0]["content"] == [{"type": "text", "text": "One."}]


def test_a_wrong_key_of_xai_is_a_400_and_an_authentication_error(of, call):
    xai = of("xai")
    xai.will(xai.wire.error(400, "Incorrect API key provided: xa***yz. You can obtain an API key from https://console.x.ai."))
    with pytest.raises(LLMAuth, match="Incorrect API key provided"):
        call()


def test_what_a_model_of_xai_can_not_do_is_a_bad_request(of, configure, call):
    xai = of("xai")
    configure(xai.target(params={"presence_penalty": 0.1}))
    with pytest.raises(LLMBadRequest, match="Argument not supported on this model: presencePenalty"):
        call()
    assert xai.requests == []


def test_the_tokens_that_xai_s_models_think_are_in_the_output(of, call):
    xai = of("xai")
    usage = {"total_tokens": 150, "completion_tokens_details": {"reasoning_tokens": 30}}
    xai.will(xai.wire.message(content="One.", usage=usage))
    assert call()["metadata"]["usage"]["output"] == 50


@pytest.mark.parametrize(
    "words", ["This model's maximum context length is 4096 tokens.", "The decoder prompt is longer than the maximum model length"]
)
def test_an_early_error_of_vllm_is_read_like_a_new_one(of, call, words):
    vllm = of("hosted_vllm")
    vllm.will(vllm.wire.early_error(400, words))
    with pytest.raises(LLMContextExceeded, match=words):
        call()


def test_the_schemas_of_the_tools_reach_vllm_whole(of, call):
    vllm = of("hosted_vllm")
    vllm.will(vllm.wire.says("One."))
    call()
    [(_, _, schema), _] = vllm.wire.sent_tools(vllm.sent)
    assert schema["additionalProperties"] is False
