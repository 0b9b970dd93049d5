"""What goes wrong at a provider, under the names that the state machine retries or catches."""

import pytest
from call_llm.errors import (
    LLMAuth,
    LLMBadRequest,
    LLMContextExceeded,
    LLMRateLimited,
    LLMRefused,
    LLMUnavailable,
)

from local.loopback_server import Response


@pytest.fixture(autouse=True)
def to_the_provider(provider, configure):
    configure(provider)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, LLMBadRequest),
        (401, LLMAuth),
        (403, LLMAuth),
        (404, LLMBadRequest),
        (429, LLMRateLimited),
        (500, LLMUnavailable),
        (502, LLMUnavailable),
        (503, LLMUnavailable),
    ],
)
def test_a_status_has_one_name_at_every_provider(provider, call, status, error):
    provider.will(provider.wire.error(status, "So it goes."))
    with pytest.raises(error, match=r"So it goes\.|502") as raised:
        call()
    assert type(raised.value) is error
    assert str(raised.value).startswith(provider.wire.MODEL)
    assert len(provider.requests) == 1


def test_a_conversation_that_is_too_long_has_a_name_of_its_own(provider, call):
    provider.will(provider.wire.too_long())
    with pytest.raises(LLMContextExceeded, match="210000 tokens"):
        call()


def test_an_overloaded_provider_is_unavailable(provider, call):
    provider.will(provider.wire.overloaded())
    with pytest.raises(LLMUnavailable, match="verloaded"):
        call()


def test_a_rate_limit_says_how_long_to_wait(provider, call):
    provider.will(provider.wire.error(429, "Slow down.", **{"retry-after": "7"}))
    with pytest.raises(LLMRateLimited, match=r"\(retry after 7 s\)$"):
        call(milliseconds_left=10_000)


def test_a_refusal_fails_with_the_words_of_the_model(provider, call):
    provider.will(provider.wire.refuses("I can't help with that."))
    if getattr(provider.wire, "REFUSES", True):
        with pytest.raises(LLMRefused, match=r"I can't help with that\.$"):
            call()
    else:
        assert call()["messages"][0]["content"] == [{"type": "text", "text": "I can't help with that."}]


@pytest.mark.attack("secrets")
def test_an_error_does_not_carry_all_that_was_said(provider, call):
    provider.will(provider.wire.error(400, "No. " * 1_000))
    with pytest.raises(LLMBadRequest) as raised:
        call()
    assert "No. No. " in str(raised.value)
    assert len(str(raised.value)) < 600


def test_a_tool_choice_that_there_is_not_is_a_bad_request_without_a_call(provider, call):
    with pytest.raises(LLMBadRequest, match=r"tool_choice\.type is 'some': allowed are auto, any, none, tool"):
        call(tool_choice={"type": "some"})
    assert provider.requests == []


def test_an_error_page_instead_of_json_is_unavailable(provider, call):
    provider.will(Response(502, "<html>Bad gateway</html>", {"content-type": "text/html"}))
    with pytest.raises(LLMUnavailable):
        call()


@pytest.mark.parametrize("body", [{}, None, []])
def test_json_that_is_no_answer_is_unavailable(provider, call, body):
    provider.will(Response(200, body))
    with pytest.raises(LLMUnavailable):
        call()


@pytest.mark.attack("secrets")
def test_a_key_that_the_provider_repeats_stays_out_of_the_error(provider, call, capfd):
    key = "sk-" + "secret" * 5
    provider.will(provider.wire.error(401, f"Incorrect API key provided: {key}."))
    with pytest.raises(LLMAuth, match=r"Incorrect API key provided: (\[key\]|REDACTED)\.") as raised:
        call()
    assert raised.value.__cause__ is None
    assert key not in "".join(capfd.readouterr())


@pytest.mark.parametrize(
    ("messages", "words"),
    [
        ([], "messages is empty"),
        ([{"role": "system", "content": "x"}], "allowed are user, assistant"),
        ([{"role": "user"}], "has to be a text or a list of content blocks"),
        ([{"role": "user", "content": [{"type": "video"}]}], "allowed there are text, image, tool_result"),
        ([{"role": "user", "content": [{"type": "tool_result", "content": "x"}]}], "lacks tool_use_id"),
        ([{"role": "assistant", "content": [{"type": "tool_use", "id": "a"}]}], "lacks name, input"),
        (["hello"], "allowed are user, assistant"),
        ([{"role": "user", "content": [{"type": "text", "text": 5}]}], r"content\[0\]\.text has to be a text"),
        ([{"role": "user", "content": [{"type": "image", "source": "x"}]}], r"content\[0\]\.source has to be an object"),
        ([{"role": "user", "content": [{"type": "tool_result", "tool_use_id": "a", "content": {}}]}], "a list of content blocks"),
        (
            [{"role": "assistant", "content": [{"type": "tool_use", "id": "a", "name": "b", "input": "c"}]}],
            r"content\[0\]\.input has to be an object",
        ),
    ],
)
def test_messages_that_are_not_as_they_should_be_are_a_bad_request_without_a_call(provider, call, messages, words):
    with pytest.raises(LLMBadRequest, match=words):
        call(messages)
    assert provider.requests == []
