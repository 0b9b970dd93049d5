"""What the scripted model's tests share: a server that plays one conversation which the tests have written."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from agents import AGENTS
from local.scripted_model.answers import respond
from local.scripted_model.conversations import SCRIPTS, Text, ToolUse
from local.scripted_model.server import serving

# Where Python finds openai_loop, which the tests of several dialects share.
sys.path.insert(0, str(Path(__file__).parent))

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
