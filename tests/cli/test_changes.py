"""What the commands of the laptop stack say of a change: `agent up` deploys it, `agent status` only names it."""

from dataclasses import replace

import pytest

from cli.laptop import change, difference
from local.deployed import Config

LLM = {"targets": [{"model": "anthropic/scripted"}]}
THERE = Config(llm=LLM, agents=["financial", "sql"], tools={}, keys={}, sources={"agent sql": "1"})


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (replace(THERE, llm={"targets": [{"model": "xai/grok"}]}), "The model was anthropic/scripted and is now xai/grok."),
        (replace(THERE, sources={"agent sql": "2"}), "Changed since the last deployment: agent sql."),
        (replace(THERE, llm=LLM | {"timeoutSeconds": 9}), "The settings of anthropic/scripted have changed."),
        (replace(THERE, tools={"yfinance": {"source": "yahoo"}}), "A tool's settings or a key has changed."),
    ],
)
def test_a_change_of_what_is_there_is_named_and_then_deployed(wanted: Config, said: str) -> None:
    assert change(THERE, wanted) == said
    assert difference(THERE, wanted) == f"{said} Deploying the change."


def test_agents_come_beside_those_that_are_there() -> None:
    there = replace(THERE, agents=["sql"])
    assert difference(there, THERE) == "Deploying the agent financial beside the agent sql."
    assert difference(None, THERE) == "Deploying the agents financial, sql."


def test_an_agent_that_is_not_wanted_is_removed_and_one_without_its_file_is_named() -> None:
    wanted = replace(THERE, agents=["sql"])
    assert difference(THERE, wanted) == "Removing the agent financial."
    assert change(THERE, wanted) == "The stack has the agent financial, without a file that can be used."
