"""What Azure OpenAI alone has: deployments, versions of the API, and a content filter."""

import pytest
from call_llm.errors import LLMAuth, LLMBadRequest, LLMRefused
from wires import WIRES

from tests.providers.server import ProviderServer


@pytest.fixture
def azure(new_provider, configure):
    provider = new_provider(WIRES["azure"])
    configure(provider)
    return provider


@pytest.mark.parametrize(
    ("params", "path"),
    [
        ({}, "/azure/openai/deployments/gpt-4o/chat/completions?api-version=2025-02-01-preview"),
        ({"api_version": "2024-10-21"}, "/azure/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21"),
        ({"api_version": "v1"}, "/azure/openai/v1/chat/completions"),
    ],
)
def test_the_version_of_the_api_is_a_param(azure, configure, call, params, path):
    asked = []

    class Recording(ProviderServer):
        def answer(self, request):
            asked.append(request.target)
            return super().answer(request)

    with Recording(respond=azure.respond).serving() as server:
        configure(azure.target(params=params, api_base=server.url + "/azure"))
        azure.will(azure.wire.says("One."))
        call()
    assert asked == [path]


def test_the_key_goes_in_the_header_of_azure(azure, call):
    azure.will(azure.wire.says("One."))
    call()
    assert azure.requests[0].api_key == "no-key"


def test_a_question_that_the_filter_stops_is_refused(azure, call):
    azure.will(azure.wire.filtered())
    with pytest.raises(LLMRefused, match="content management policy"):
        call()


def test_an_answer_that_the_filter_stops_is_refused(azure, call):
    azure.will(azure.wire.message("content_filter", content=None))
    with pytest.raises(LLMRefused):
        call()


def test_a_deployment_that_is_not_there_is_a_bad_request(azure, call):
    azure.will(azure.wire.error(404, "The API deployment for this resource does not exist.", code="DeploymentNotFound"))
    with pytest.raises(LLMBadRequest, match="The API deployment for this resource does not exist"):
        call()


def test_a_wrong_key_is_an_authentication_error_in_the_words_of_azure(azure, call):
    azure.will(azure.wire.error(401, "Access denied due to invalid subscription key or wrong API endpoint."))
    with pytest.raises(LLMAuth, match="Access denied due to invalid subscription key"):
        call()


@pytest.mark.parametrize(("prefix", "field"), [("", "max_tokens"), ("gpt5_series/", "max_completion_tokens")])
def test_a_deployment_is_said_to_reason_by_a_part_of_its_name(azure, configure, call, prefix, field):
    configure(azure.target(model=f"azure/{prefix}my-deployment", params={"max_tokens": 5}))
    azure.will(azure.wire.says("One."))
    call()
    assert azure.sent[field] == 5
    assert azure.sent["model"] == "my-deployment"
