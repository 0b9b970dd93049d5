"""What the tests of the dialects share: a server that plays one conversation which the tests have written."""

from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config

from agents import AGENTS
from local.scripted_model.conversations import SCRIPTS
from tests.local.scripted_model.conversation import QUESTION, count_players
from tests.providers.server import ProviderServer


@pytest.fixture
def url(monkeypatch) -> Iterator[str]:
    monkeypatch.setitem(SCRIPTS["sql"].conversations, QUESTION, count_players)
    with ProviderServer().serving() as server:
        yield server.url


@pytest.fixture
def system() -> str:
    return AGENTS["sql"].system_prompt


@pytest.fixture
def bedrock_client() -> Callable[..., Any]:
    """Makes the client of Bedrock that AWS's SDK has, for a server at a URL."""

    def make(url: str, key: str = "test", secret: str = "test", **config: Any) -> Any:
        session = boto3.session.Session(key, secret, region_name="us-east-1")
        config = Config(retries={"total_max_attempts": 1}, **config)
        return session.client("bedrock-runtime", endpoint_url=f"{url}/bedrock", config=config)

    return make
