"""The Groq dialect: played by Groq's SDK, and refusing what Groq refuses."""

import groq
import pytest
from groq.types.chat.completion_create_params import CompletionCreateParams

from tests.providers.openai_loop import ANSWER, ASKED, RESULT, played, request
from tests.sdk_types import of_the_types_of_an_sdk


@pytest.fixture
def client(url):
    with groq.Groq(base_url=f"{url}/groq", api_key="any", max_retries=0) as client:
        yield client


def test_the_sdk_plays_a_conversation_to_its_answer(client, system):
    assert played(lambda **more: client.chat.completions.create(model="m", **more), system) == ANSWER


def test_an_answer_has_the_shape_that_the_sdk_knows(client):
    answer = client.chat.completions.create(**request())
    assert answer.x_groq.id.startswith("req_")
    assert answer.service_tier == "on_demand"
    assert answer.usage.total_time == 0.11


@pytest.mark.parametrize(
    "good",
    [
        request(*ASKED, RESULT, max_completion_tokens=5, tool_choice="required", reasoning_format="parsed"),
        request(ASKED[0], ASKED[1] | {"reasoning": "Hm."}, RESULT, seed=1, user="me", n=1),
    ],
)
def test_what_is_accepted_is_answered_and_is_what_the_sdk_would_send(client, good):
    of_the_types_of_an_sdk(CompletionCreateParams, good)
    assert client.chat.completions.create(**good).choices[0].finish_reason == "stop"


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (request(logprobs=True), "property 'logprobs' is unsupported"),
        (request(logit_bias={"1": 1}), "property 'logit_bias' is unsupported"),
        (request(top_logprobs=1), "property 'top_logprobs' is unsupported"),
        (request(n=2), "'n' : number must be at most 1"),
        (request({"role": "user", "content": "Hi", "name": "me"}), "name: Extra inputs"),
        (request({"role": "developer", "content": "Hi"}), "Invalid value: 'developer'"),
        (request(reasoning_format="raw", include_reasoning=True), "cannot specify both"),
        (request(ASKED[0], ASKED[1] | {"reasoning_content": "Hm."}, RESULT), "reasoning_content: Extra inputs"),
        (request(*ASKED), "did not have response messages"),
    ],
)
def test_what_the_provider_refuses_is_a_bad_request(client, bad, words):
    with pytest.raises(groq.BadRequestError, match=words):
        client.chat.completions.create(**bad)


def test_without_a_key_it_is_an_authentication_error(client):
    with pytest.raises(groq.AuthenticationError, match="Invalid API Key"):
        client.chat.completions.create(**request(), extra_headers={"Authorization": ""})
