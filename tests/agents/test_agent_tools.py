"""Agents as tools in declarations."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import agents
from agents.declaration import Agent, AgentTool, DeclarationError, Tool, with_called
from agents.discovery import Agents
from agents.financial import FINANCIAL
from agents.sql import SQL

EMPTY: dict[str, Any] = {"type": "object", "properties": {}, "additionalProperties": False}
ARN = "arn:aws:states:us-east-1:123456789012:stateMachine:another"

Declare = Callable[..., Agents]


def agent(name: str, *tools: Tool, sends_data_out: str = "") -> Agent:
    return Agent(name, f"Is {name}.", "Do.", tools, EMPTY, sends_data_out=sends_data_out)


@pytest.fixture
def declare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Declare]:
    """Declares agents, each with AgentTools of these arguments, in files beside those of the project."""
    monkeypatch.setattr(agents, "__path__", [*agents.__path__, str(tmp_path)])
    before = set(sys.modules)

    def declare(**called: str) -> Agents:
        for name, given in called.items():
            tools = "".join(f"AgentTool({each}), " for each in given.split())
            text = f'{name.upper()} = Agent("{name}", "Is {name}.", "Do.", ({tools}), {EMPTY})\n'
            (tmp_path / f"{name}.py").write_text(f"from agents.declaration import Agent, AgentTool\n\n{text}")
        return Agents("agents", tmp_path)

    yield declare
    for name in set(sys.modules) - before:
        if name.startswith("agents."):
            del sys.modules[name]


def test_an_agent_is_a_tool_by_its_declaration_or_by_its_name() -> None:
    tool = AgentTool(SQL)
    assert tool == AgentTool("sql")
    assert (tool.name, tool.retries) == ("ask_sql", 0)
    assert tool.description == f"Asks the agent sql, which works on its own. {SQL.description}"
    assert tool.example == {"question": SQL.questions[0]}
    assert tool.args({"sql": {"arn": ARN, "timeout_seconds": 900}}) == {
        "name": "ask_sql",
        "description": tool.description,
        "input_schema": tool.input_schema,
        "timeout_seconds": 900,
        "retries": 0,
        "reads_data": True,
        "sends_out": False,
        "example": tool.example,
        "agent": {"state_machine_arn": ARN},
    }


def test_an_agent_of_another_stack_is_a_tool_by_its_arn() -> None:
    tool = AgentTool(arn=ARN, name="other", description="Asks another.", reads_data=True, sends_out=False, timeout_seconds=600)
    assert (tool.args({})["agent"], tool.args({})["timeout_seconds"]) == ({"state_machine_arn": ARN}, 600)
    assert (tool.gives_data, tool.gives_away) == (True, False)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({}, "arn is ''"),
        (
            {"arn": "sql", "name": "a", "description": "d", "reads_data": True, "sends_out": True},
            "arn is 'sql': allowed is the ARN of",
        ),
        ({"arn": ARN, "name": "a", "description": "d", "sends_out": True}, "reads_data is None: allowed are True and False"),
        ({"arn": ARN, "name": "a", "description": "d", "reads_data": 1, "sends_out": True}, "reads_data is 1: allowed are True"),
        ({"arn": ARN, "name": "a b", "description": "d", "reads_data": True, "sends_out": True}, 'name is "a b"'),
        ({"agent": SQL, "arn": ARN}, f"arn is '{ARN}', beside an agent of this project"),
        ({"agent": SQL, "sends_out": False}, "sends_out is False, beside an agent of this project"),
        ({"agent": SQL, "timeout_seconds": 0}, "timeout_seconds is 0: allowed are 1 to 86,400 for an agent"),
        ({"agent": "nobody"}, "there is no agent 'nobody': allowed is one of the agents that files of agents/ declare"),
        ({"agent": "answers"}, r"agents/answers\.py declares no agent 'answers'"),
        ({"agent": "../secrets"}, r"there is no agent '\.\./secrets'"),
    ],
)
def test_a_wrong_agent_tool_is_refused_with_what_is_allowed(given: dict[str, Any], problem: str) -> None:
    with pytest.raises(DeclarationError, match=problem):
        AgentTool(**given)


@pytest.mark.parametrize(
    ("called", "problem"),
    [
        ({"aa": '"aa"'}, "the agent 'aa' calls itself: allowed are other agents"),
        ({"aa": '"bb"', "bb": '"aa"'}, "agents call each other in a circle: aa → bb → aa. Leave one of these calls out"),
        ({"aa": '"bb"', "bb": '"cc"', "cc": '"aa"'}, "agents call each other in a circle: aa → bb → cc → aa."),
    ],
)
def test_a_circle_is_refused_with_the_agents_on_it(declare: Declare, called: dict[str, str], problem: str) -> None:
    found = declare(**called)
    assert problem in found.broken["aa"]
    assert found.usable == {}


def test_agents_beside_a_circle_can_be_used_and_those_that_call_into_it_say_why_not(declare: Declare) -> None:
    found = declare(aa='"bb"', bb='"aa"', cc='"sql"', dd='"cc" "financial" "sql"'.replace(' "financial"', ""), ee='"aa"')
    assert [*found.usable] == ["cc", "dd"]
    assert "circle" in found.broken["ee"]


def test_agents_call_each_other_five_deep_at_most() -> None:
    one = agent("one")
    for name in ("two", "three", "four", "five"):
        one = agent(name, AgentTool(one))
    with pytest.raises(DeclarationError, match="agent 'six' calls agents that call others, 6 deep: allowed are 5, itself included"):
        agent("six", AgentTool(one))


@pytest.mark.attack("state_machine")
def test_an_agent_does_what_the_agents_do_that_it_calls() -> None:
    """Reading and sending out are judged through agents, however deep."""
    reader = agent("reader", AgentTool(SQL))
    sender = AgentTool(arn=ARN, name="post", description="Posts.", reads_data=False, sends_out=True)
    with pytest.raises(DeclarationError, match=r"its tools of the agent reader read data, and those of post send data out"):
        agent("boss", AgentTool(reader), sender)
    with pytest.raises(DeclarationError, match="its tools of the agent financial read data, and those of the agent financial send"):
        agent("boss", AgentTool(FINANCIAL))
    assert agent("boss", AgentTool(reader), sender, sends_data_out="It is meant.").called == (reader,)


def test_agents_come_after_those_that_they_call_each_once() -> None:
    middle = agent("middle", AgentTool(SQL))
    boss = agent("boss", AgentTool(middle), AgentTool(SQL))
    assert [each.name for each in with_called([boss, SQL, middle])] == ["sql", "middle", "boss"]
