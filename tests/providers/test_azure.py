"""The Azure dialect: played by OpenAI's SDK for Azure, and refusing what Azure refuses."""

import openai
import pytest

from tests.providers.openai_loop import ANSWER, TOOLS, played


@pytest.fixture
def client(url):
    settings = {"azure_endpoint": f"{url}/azure", "api_version": "2024-10-21", "api_key": "any", "max_retries": 0}
    with openai.AzureOpenAI(**settings) as client:
        yield client


def test_the_sdk_plays_a_conversation_to_its_answer(client, system):
    assert played(lambda **more: client.chat.completions.create(model="my-deployment", **more), system) == ANSWER


def test_the_address_without_a_version_takes_the_model_from_the_body(url, system):
    with openai.OpenAI(base_url=f"{url}/azure/openai/v1", api_key="any", max_retries=0) as client:
        assert played(lambda **more: client.chat.completions.create(model="my-deployment", **more), system) == ANSWER


def test_an_answer_tells_what_the_content_filter_found(client, system):
    messages = [{"role": "system", "content": system}, {"role": "user", "content": "Hm?"}]
    answer = client.chat.completions.create(model="my-deployment", messages=messages, tools=TOOLS[:2])
    assert answer.model == "my-deployment"
    [prompt] = answer.model_extra["prompt_filter_results"]
    assert prompt["content_filter_results"]["jailbreak"] == {"filtered": False, "severity": "safe"}
    # A choice that only calls a tool has no text to filter.
    assert answer.choices[0].message.content is None
    assert answer.choices[0].model_extra["content_filter_results"] == {}


def test_an_unknown_argument_is_a_bad_request_in_the_words_of_azure(client):
    messages = [{"role": "user", "content": "Hi"}]
    with pytest.raises(openai.BadRequestError, match="Unrecognized request argument supplied: foo"):
        client.chat.completions.create(model="d", messages=messages, extra_body={"foo": 1})


def test_without_a_key_it_is_an_authentication_error(client):
    headers = {"api-key": ""}
    with pytest.raises(openai.AuthenticationError, match="invalid subscription key or wrong API endpoint") as raised:
        client.chat.completions.create(model="d", messages=[{"role": "user", "content": "Hi"}], extra_headers=headers)
    assert raised.value.code == "401"


def test_a_version_that_is_none_is_not_found(client):
    with pytest.raises(openai.NotFoundError, match="Resource not found"):
        client.chat.completions.create(model="d", messages=[{"role": "user", "content": "Hi"}], extra_query={"api-version": "soon"})
