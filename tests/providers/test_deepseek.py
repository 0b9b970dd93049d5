"""The DeepSeek dialect: played by OpenAI's SDK, as DeepSeek recommends, and refusing what DeepSeek refuses."""

import openai
import pytest

from tests.providers.openai_loop import ANSWER, ASKED, IMAGE, RESULT, played, request

OFF = {"thinking": {"type": "disabled"}}
FORCED = {"type": "function", "function": {"name": "final_answer"}}
THOUGHT = ASKED[1] | {"reasoning_content": "Hm."}


@pytest.fixture(params=["", "/v1", "/beta"])
def client(request, url):
    with openai.OpenAI(base_url=f"{url}/deepseek{request.param}", api_key="any", max_retries=0) as client:
        yield client


@pytest.fixture
def create(url):
    with openai.OpenAI(base_url=f"{url}/deepseek", api_key="any", max_retries=0) as client:
        yield lambda body: client.chat.completions.create(model=body["model"], messages=[], extra_body=body)


def test_the_sdk_plays_a_conversation_to_its_answer(client, system):
    create = lambda **more: client.chat.completions.create(model="deepseek-v4-flash", **more)  # noqa: E731
    assert played(create, system, "reasoning_content") == ANSWER


def test_an_answer_tells_its_thoughts_and_what_was_cached(create):
    answer = create(request())
    assert answer.choices[0].message.model_extra["reasoning_content"] == "I follow the script."
    assert answer.usage.model_extra["prompt_cache_miss_tokens"] == answer.usage.prompt_tokens


def test_a_model_that_is_told_not_to_think_shows_no_thoughts(create):
    assert "reasoning_content" not in create(request(**OFF)).choices[0].message.model_extra


@pytest.mark.parametrize(
    "good",
    [
        request(ASKED[0], THOUGHT, RESULT, reasoning_effort="max", tool_choice="auto"),
        request(*ASKED, RESULT, tool_choice=FORCED, max_tokens=5, **OFF),
        request(*ASKED, RESULT, tool_choice="required", model="deepseek-chat"),
        request({"role": "user", "content": [{"type": "text", "text": "?"}, IMAGE]}, model="deepseek-v4-flash"),
        request({"role": "user", "content": "a"}, {"role": "user", "content": "b"}),
    ],
)
def test_what_is_accepted_is_answered(create, good):
    assert create(good).choices[0].finish_reason == "stop"


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (request(*ASKED, RESULT), "reasoning_content in the thinking mode must be passed back"),
        (request(*ASKED, RESULT, {"role": "assistant", "content": "x"}, {"role": "user", "content": "y"}), "must be passed back"),
        (request(tool_choice=FORCED), "Thinking mode does not support this tool_choice"),
        (request(tool_choice="required", model="deepseek-v4-pro"), "Thinking mode does not support this tool_choice"),
        (request(max_completion_tokens=5), "unknown field `max_completion_tokens`"),
        (request(seed=5), "unknown field `seed`"),
        (request(thinking={"type": "enabled", "budget_tokens": 5}), "Invalid thinking value"),
        (request(reasoning_effort="hard"), "Invalid reasoning_effort value"),
        (request({"role": "developer", "content": "Hi"}), "Invalid value: 'developer'"),
        (request({"role": "user", "content": [IMAGE]}, model="deepseek-v4-pro"), "Invalid value: 'image_url'"),
        (request(ASKED[0], THOUGHT), "did not have response messages"),
    ],
)
def test_what_the_provider_refuses_is_a_bad_request(create, bad, words):
    with pytest.raises(openai.BadRequestError, match=words):
        create(bad)


def test_without_a_key_it_is_an_authentication_error(client):
    with pytest.raises(openai.AuthenticationError, match="Authentication Fails"):
        client.chat.completions.create(**request(), extra_headers={"Authorization": ""})
