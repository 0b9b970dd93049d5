"""The scripted model in the language of every provider: on the same state machine, with the same tools, to the same answer."""

import json
import uuid
from typing import Any

import boto3
import pytest

from tests.loop.order import check_order
from tests.loop.sql_agent import Asked
from tests.providers import DIALECTS
from tests.providers.server import ProviderServer
from tests.providers.target import key, target

QUESTIONS = {
    "a query that has to be repaired": "Who hit the most home runs in a single season?",
    "two calls at once": "How do Ted Williams and Joe DiMaggio compare as hitters?",
    "an answer that breaks the schema": "Which team has won the most World Series?",
    "a figure": "How did home runs per game change from decade to decade? Draw a chart.",
}
# Any will do: all of them are compared to it.
FIRST = "anthropic"


@pytest.fixture(scope="module")
def scripted_url():
    with ProviderServer().serving() as server:
        yield server.url


@pytest.fixture
def told(ask, configure, scripted_url):
    """What was told, done and answered in a run, in the language of a provider; without what differs between any two runs."""

    def tell(provider: str, question: str) -> dict[str, Any]:
        chosen, secret = target(provider, scripted_url), key(provider, scripted_url)
        configure(
            model=chosen["model"],
            api_base=chosen["apiBase"],
            price=chosen["price"],
            **({"secret_arn": kept(secret)} if secret else {}),
        )
        asked = ask(question)
        check_order(asked, errors=set())
        assert {body["metadata"]["target"] for body in asked.llm_bodies} == {chosen["model"]}
        return _without_names(asked)

    return tell


@pytest.fixture(scope="module")
def first() -> dict[str, dict[str, Any]]:
    """By question, what the first provider was told."""
    return {}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
@pytest.mark.parametrize("provider", DIALECTS)
def test_the_same_question_gets_the_same_answer_from_every_provider(told, first, provider, question):
    if question not in first:
        first[question] = told(FIRST, question)
    assert first[question]["stop_reason"] == "answered"
    assert told(provider, question) == first[question]


def kept(secret: str) -> str:
    return boto3.client("secretsmanager").create_secret(Name=f"test-{uuid.uuid4().hex}", SecretString=secret)["ARN"]


def _without_names(asked: Asked) -> dict[str, Any]:
    """The run, the bucket and the calls have other names each time; and what a model thinks and signs is its own."""
    output = asked.run.output
    messages = [
        message | {"content": _unsigned(message["content"])} if message["role"] == "assistant" else message
        for message in output["messages"]
    ]
    text = json.dumps({"messages": messages, "output": output["output"], "stop_reason": output["stop_reason"]})
    run = asked.llm_events[0]["run"]
    names = [run["execution"], run["results"]["bucket"], *(use["id"] for body in asked.llm_bodies for use in body["tool_uses"])]
    for number, name in enumerate(names):
        text = text.replace(name, f"name-{number}")
    counts = {name: output["usage"][name] for name in ("turns", "tool_calls")}
    return json.loads(text) | counts


def _unsigned(content: list[dict[str, Any]]) -> list[dict[str, Any]]:
    fields = {"text": ("type", "text"), "tool_use": ("type", "id", "name", "input")}
    return [{name: block[name] for name in fields[block["type"]]} for block in content if block["type"] != "thinking"]
