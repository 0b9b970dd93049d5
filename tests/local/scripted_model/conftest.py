"""What the scripted model's tests share: a server that plays one conversation which the tests have written."""

from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config

from agents import AGENTS
from local.scripted_model.answers import respond
from local.scripted_model.conversations import SCRIPTS, Text, ToolUse
from local.scripted_model.server import serving

QUESTION = "How many players are there?"


def count_players(question):
    """Two tools at once, then words, then a repair, then the answer."""
    [schema, count] = yield [Text("Let me look."), ToolUse("get_db_schema", {}), ToolUse("execute_sql_query", {"sql_query": "x"})]
    answer = f"{question} {schema.content} {count.content} {count.is_error}"
    yield [ToolUse("final_answer", {"answer": answer, "queries": [], "charts": []})]


def broken(question):
    yield [Text("Let me look.")]
    raise KeyError("rows")


@pytest.fixture
def script(monkeypatch):
    monkeypatch.setitem(SCRIPTS["sql"].conversations, QUESTION, count_players)
    monkeypatch.setitem(SCRIPTS["sql"].conversations, "What is broken?", broken)


@pytest.fixture
def url(script) -> Iterator[str]:
    with serving(respond) as server:
        yield server.url


@pytest.fixture
def system() -> str:
    return AGENTS["sql"].system_prompt


@pytest.fixture
def bedrock_client() -> Callable[..., Any]:
    """Makes the client of Bedrock that AWS's SDK has, for a scripted model at a URL."""

    def make(url: str, key: str = "test", secret: str = "test", **config: Any) -> Any:
        session = boto3.session.Session(key, secret, region_name="us-east-1")
        config = Config(retries={"total_max_attempts": 1}, **config)
        return session.client("bedrock-runtime", endpoint_url=f"{url}/bedrock", config=config)

    return make
