"""The connections of chosen agents need secrets of the stack whose values it has."""

from typing import Any

import pytest

from agents.declaration import Agent, ApiKey, Connection, HttpTool
from components.settings.raw_config import SettingsError
from components.settings.stack_settings import Settings, read
from tests.components.configuration import raw

EMPTY = {"type": "object", "properties": {}, "additionalProperties": False}
KEY = ApiKey("rates", secret="rates")
ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:rates-aB3dE6"


def agent(name: str, connection: Connection = KEY, url: str = "https://api.example.com/rates") -> Agent:
    flags = {"reads_data": False, "sends_out": False}
    tool = HttpTool("get", description="Gets.", input_schema=EMPTY, method="GET", url=url, connection=connection, **flags)
    return Agent(name, "Asks.", "Ask.", (tool,), EMPTY)


def settings(*agents: Agent, secrets: Any = None, **aws: Any) -> Settings:
    given = {"secrets": {"anthropic": "k", "rates": "hush"} if secrets is None else secrets}
    return read(
        raw({"agents": [each.name for each in agents], **given}, secret=("secrets",), **aws), {each.name: each for each in agents}
    )


def test_a_connection_is_made_once_for_all_agents_that_have_it() -> None:
    assert settings(agent("a"), agent("b")).connections == (KEY,)


@pytest.mark.parametrize(
    ("secrets", "problem"),
    [
        ({"anthropic": "k"}, "agent a needs the secret rates, for its connection rates"),
        ({"anthropic": "k", "rates": ARN}, "and secrets.rates is an ARN. EventBridge takes the value"),
    ],
)
def test_its_secret_has_to_be_a_value_of_the_stack(secrets: dict[str, str], problem: str) -> None:
    with pytest.raises(SettingsError, match=problem):
        settings(agent("a"), secrets=secrets)


def test_two_connections_of_one_name_are_refused() -> None:
    with pytest.raises(SettingsError, match="agent b declares the connection rates otherwise than another agent does"):
        settings(agent("a"), agent("b", ApiKey("rates", secret="rates", header="X-Key")))
