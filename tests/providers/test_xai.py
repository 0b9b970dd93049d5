"""The xAI dialect: played by OpenAI's SDK, as xAI allows, and refusing what xAI refuses."""

import openai
import pytest

from tests.providers.openai_loop import ANSWER, ASKED, IMAGE, RESULT, played, request

GIF = {"type": "image_url", "image_url": {"url": "data:image/gif;base64,R0lGODlhAQABAAAAACw="}}


@pytest.fixture
def client(url):
    with openai.OpenAI(base_url=f"{url}/xai/v1", api_key="any", max_retries=0) as client:
        yield client


@pytest.fixture
def create(client):
    return lambda body: client.chat.completions.create(model=body["model"], messages=[], extra_body=body)


def test_the_sdk_plays_a_conversation_to_its_answer(client, system):
    assert played(lambda **more: client.chat.completions.create(model="grok-4.3", **more), system) == ANSWER


@pytest.mark.parametrize(
    "good",
    [
        request(*ASKED, RESULT, tool_choice="required", model="grok-4.3", reasoning_effort="low", seed=1),
        request(stop=["x"], presence_penalty=0.1, frequency_penalty=0.1, model="grok-4.20-non-reasoning"),
        request({"role": "user", "content": [{"type": "text", "text": "?"}, IMAGE]}, max_completion_tokens=5),
    ],
)
def test_what_is_accepted_is_answered(create, good):
    assert create(good).choices[0].finish_reason == "stop"


@pytest.mark.parametrize("param", ["presence_penalty", "frequency_penalty", "stop"])
def test_a_model_that_reasons_refuses_what_it_can_not_do(create, param):
    with pytest.raises(openai.BadRequestError) as raised:
        create(request(model="grok-4.3", **{param: ["x"] if param == "stop" else 0.1}))
    words = {"presence_penalty": "presencePenalty", "frequency_penalty": "frequencyPenalty", "stop": "stop"}[param]
    assert raised.value.response.json() == {
        "code": "Client specified an invalid argument",
        "error": f"Argument not supported on this model: {words}",
    }


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (request(foo=1), "unknown field `foo`"),
        (request(*ASKED), "did not have response messages"),
        (request({"role": "user", "content": [GIF]}), "base64 data URL of a png, jpeg"),
        (request({"role": "bot", "content": "x"}), "Invalid value: 'bot'"),
    ],
)
def test_what_does_not_fit_the_request_is_refused_by_a_line_of_text(create, bad, words):
    with pytest.raises(openai.UnprocessableEntityError) as raised:
        create(bad)
    text = raised.value.response.text
    assert text.startswith("Failed to deserialize the JSON body into the target type: ")
    assert words in text


def test_without_a_key_it_is_an_authentication_error(client):
    with pytest.raises(openai.AuthenticationError) as raised:
        client.chat.completions.create(**request(), extra_headers={"Authorization": ""})
    assert raised.value.response.json()["error"].startswith("No API key provided")
