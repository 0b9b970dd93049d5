"""The conversations of a person's own project: a file for each agent, played without a declaration of the agent."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local.scripted_model import answers
from local.scripted_model.conversations import SCRIPTS, Text, ToolUse, own, play_script
from local.scripted_model.request import Request, result_of

ORDERS = """
from local.scripted_model.conversations.script import ToolUse, conversation

@conversation("Where is order 1001?", agent="my-orders")
def where(question):
    [result] = yield [ToolUse("find_order", {"id": "1001"})]
    if result.is_error:
        raise ValueError("no order")
    yield [ToolUse("final_answer", {"answer": result.content})]
"""
SCHEMA = {
    "type": "object",
    "properties": {"count": {"type": "integer"}, "summary": {"type": "string"}},
    "required": ["count", "summary"],
}


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    kept = dict(SCRIPTS)
    SCRIPTS.clear()
    (tmp_path / "my_orders.py").write_text(ORDERS)
    (tmp_path / "wrong.py").write_text(ORDERS)
    found = own.load_own(tmp_path)
    monkeypatch.setattr(answers, "IS_OWN_PROJECT", True)
    monkeypatch.setattr(sys.modules[play_script.__module__], "IS_OWN_PROJECT", True)
    monkeypatch.setattr(answers, "BROKEN", {})
    yield found
    SCRIPTS.clear()
    SCRIPTS.update(kept)


def asked(question: str, *results: Any) -> list[Text | ToolUse]:
    body = {"tools": [{"name": "find_order", "input_schema": {}}, {"name": "final_answer", "input_schema": SCHEMA}]}
    turns = [[result_of(text)] for text in results]
    return answers.turn_for(Request("m", "k", "You are …", ("find_order", "final_answer"), question, turns, None, 1, body))


def test_a_conversation_is_found_by_its_question(broken: dict[str, str]) -> None:
    assert asked("where is order 1001") == [ToolUse("find_order", {"id": "1001"})]
    assert asked("Where is order 1001?", "sent") == [ToolUse("final_answer", {"answer": "sent"})]


def test_a_file_that_cant_be_imported_stops_no_other(broken: dict[str, str]) -> None:
    assert broken == {
        "wrong": "conversations/wrong.py: ValueError: agent 'my-orders' has two conversations for 'Where is order 1001?'"
    }
    assert [*SCRIPTS] == ["my-orders"]


def test_a_conversation_for_an_agent_of_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "no_such_agent.py").write_text(ORDERS.replace("my-orders", "other"))
    assert "LookupError: no script is open for the agent 'other'" in own.load_own(tmp_path)["no-such-agent"]


def test_another_question_is_answered_in_the_shape_of_the_agents_answer(broken: dict[str, str]) -> None:
    [said] = asked("What now?")
    assert isinstance(said, ToolUse)
    assert (said.name, said.input["count"]) == ("final_answer", 1)
    assert "It knows these:\n- Where is order 1001?\n" in said.input["summary"]


def test_without_conversations_it_says_where_they_are_written(broken: dict[str, str]) -> None:
    SCRIPTS.clear()
    [said] = asked("What now?")
    assert isinstance(said, ToolUse)
    assert "none yet. conversations/<agent>.py holds an agent's" in said.input["summary"]


def test_a_conversation_that_breaks_ends_the_run_in_order(broken: dict[str, str]) -> None:
    [said] = asked("Where is order 1001?", "Error: gone")
    assert isinstance(said, ToolUse)
    assert said.input["summary"].endswith("broke: ValueError: no order")
