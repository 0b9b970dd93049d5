"""What the scripted model's tests share: a server that plays one conversation which the tests have written."""

from collections.abc import Iterator

import pytest

from agents import AGENTS
from local.scripted_model.conversations import SCRIPTS
from local.scripted_model.server import ModelServer
from tests.local.scripted_model.conversation import QUESTION, broken, count_players


@pytest.fixture
def script(monkeypatch):
    monkeypatch.setitem(SCRIPTS["sql"].conversations, QUESTION, count_players)
    monkeypatch.setitem(SCRIPTS["sql"].conversations, "What is broken?", broken)


@pytest.fixture
def url(script) -> Iterator[str]:
    with ModelServer().serving() as server:
        yield server.url


@pytest.fixture
def system() -> str:
    return AGENTS["sql"].system_prompt
