"""A second opinion: Perplexity's own SDK plays against the mock service, and its types know every field of it."""

from typing import Any

import perplexity
import pytest
from perplexity.types.chat.completion_create_params import CompletionCreateParamsNonStreaming
from pydantic import ValidationError

from local.mock_services.perplexity import HOSTS
from local.mock_services.perplexity.request_body import SCHEMA
from local.mock_services.server import MockServer
from tests.local.mock_services.perplexity.asking import USER, ask, body
from tests.sdk_types import of_the_types_of_an_sdk

EVERY_FIELD: dict[str, Any] = {
    "max_tokens": 100,
    "temperature": 0.2,
    "top_p": 0.9,
    "top_k": 0,
    "frequency_penalty": 0.5,
    "presence_penalty": 0,
    "search_mode": "web",
    "search_domain_filter": ["example.com"],
    "search_recency_filter": "month",
    "search_after_date_filter": "3/1/2026",
    "web_search_options": {"search_context_size": "low", "user_location": {"country": "US"}},
    "disable_search": False,
    "reasoning_effort": "low",
    "stop": ["end"],
}


@pytest.fixture
def client():
    with (
        MockServer(answers=HOSTS).serving() as server,
        perplexity.Perplexity(api_key="a-key", base_url=f"{server.url}/api.perplexity.ai", max_retries=0) as client,
    ):
        yield client


def test_the_sdk_reads_an_answer(client):
    answer = client.chat.completions.create(model="sonar", messages=[USER], **EVERY_FIELD)
    assert answer.choices[0].message.content.startswith("Mock service: no web was searched")
    assert [source.title for source in answer.search_results] == ["Mock service page 1", "Mock service page 2"]
    assert (answer.model, answer.usage.cost.total_cost) == ("sonar", 0)


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ("mock-429", perplexity.RateLimitError),
        ("mock-401", perplexity.AuthenticationError),
        ("mock-403", perplexity.PermissionDeniedError),
        ("mock-500", perplexity.InternalServerError),
    ],
)
def test_the_sdk_knows_each_error(client, words, error):
    with pytest.raises(error, match="Mock service: "):
        client.chat.completions.create(model="sonar", messages=[USER | {"content": words}])


def test_a_request_with_every_field_is_one_of_the_sdks_types_and_is_answered():
    of_the_types_of_an_sdk(CompletionCreateParamsNonStreaming, body(**EVERY_FIELD))
    assert ask(body(**EVERY_FIELD)).status == 200


def test_a_field_that_the_sdk_does_not_know_is_refused_by_both():
    with pytest.raises(ValidationError):
        of_the_types_of_an_sdk(CompletionCreateParamsNonStreaming, body(serch_mode="web"))
    assert ask(body(serch_mode="web")).status == 400


def test_the_mock_service_knows_the_fields_that_the_sdk_has_and_no_others():
    published = {name for name in CompletionCreateParamsNonStreaming.__annotations__ if not name.startswith("_")}
    assert SCHEMA["properties"].keys() == published
