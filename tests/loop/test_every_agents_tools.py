"""The tools of every agent are taken by every provider: each checks their names, descriptions and schemas by its own rules."""

from types import SimpleNamespace
from typing import Any

import pytest

from agents import AGENTS
from components.state_machines.render import render
from tests.loop.sql_agent import ARN
from tests.loop.test_every_provider import kept
from tests.providers import DIALECTS
from tests.providers.server import ProviderServer
from tests.providers.target import key, target

CONTEXT = SimpleNamespace(get_remaining_time_in_millis=lambda: 60_000)


@pytest.fixture(scope="module")
def scripted_url():
    with ProviderServer().serving() as server:
        yield server.url


def first_event(name: str) -> dict[str, Any]:
    """What the agent's state machine gives the caller in its first turn."""
    agent = AGENTS[name]
    given = agent.tool_args({folder: {"arn": ARN + folder} for folder in agent.folders})
    tools = render(agent, ARN + "call-llm", given, "bucket", 60)["States"]["Call LLM"]["Arguments"]["Payload"]["tools"]
    question = AGENTS[name].questions[0]
    messages = [{"role": "user", "content": question}]
    return {"system": agent.system_prompt, "messages": messages, "history": None, "tools": tools, "tool_choice": {"type": "auto"}}


@pytest.mark.parametrize("name", AGENTS)
@pytest.mark.parametrize("provider", DIALECTS)
def test_a_first_turn_asks_for_tools_of_the_agent(call_llm, configure, scripted_url, aws, provider: str, name: str) -> None:
    chosen, secret = target(provider, scripted_url), key(provider, scripted_url)
    arn = {"secret_arn": kept(secret)} if secret else {}
    configure(model=chosen["model"], api_base=chosen["apiBase"], price=chosen["price"], **arn)
    body = call_llm({**first_event(name), "options": {"max_tool_uses": 8}, "run": None}, CONTEXT)["body"]
    asked_for = [use["name"] for use in body["tool_uses"]]
    assert asked_for
    assert set(asked_for) <= {tool.name for tool in AGENTS[name].tools}
    assert [use for use in body["tool_uses"] if use.get("error")] == []
