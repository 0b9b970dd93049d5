"""What the scripted model answers, whichever the dialect."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from agents import AGENTS
from local.scripted_model import answers
from local.scripted_model.answers import turn_for
from local.scripted_model.conversations import BROKEN, SCRIPTS, Text, ToolResult, ToolUse, play
from local.scripted_model.request import Request, result_of

QUESTION = "How many players are there?"
SQL_TOOLS = ("get_db_schema", "execute_sql_query", "execute_python", "final_answer")


@pytest.fixture
def asked(script, system):
    def ask(question, results=(), only=None, system=system, tools=SQL_TOOLS):
        return turn_for(Request("scripted", "any", system, tools, question, list(results), only, 1, {}))

    return ask


def test_a_conversation_goes_on_with_the_results_so_far(asked):
    results = [[ToolResult("a"), ToolResult("b")]]
    [answer] = asked(QUESTION, results)
    assert answer == ToolUse("final_answer", {"answer": f"{QUESTION} a b False", "queries": [], "charts": []})


def test_a_question_that_is_not_written_gets_those_that_are(asked):
    [answer] = asked("What is the meaning of life?")
    assert answer.name == "final_answer"
    for question in SCRIPTS["sql"].conversations:
        assert question in answer.input["answer"]
    assert "ANTHROPIC_API_KEY" in answer.input["answer"]


def test_a_conversation_that_breaks_says_so_as_an_answer(asked):
    [answer] = asked("What is broken?", [[]])
    assert answer.input["answer"] == "The conversation that is written for this question broke: KeyError: 'rows'"


def test_an_answer_that_is_forced_is_given(asked):
    [answer] = asked(QUESTION, only="final_answer")
    assert answer.name == "final_answer"


def test_a_system_prompt_of_nobody_gets_words(asked):
    [words] = asked("What is a parrot?", system="You are a pirate.", tools=("board_ship",))
    assert isinstance(words, Text)
    assert "system prompt" in words.text


@pytest.mark.parametrize("name", AGENTS)
def test_an_agent_whose_system_prompt_was_edited_keeps_its_conversations(asked, name):
    agent = AGENTS[name]
    tools = (*(tool.name for tool in agent.tools), "final_answer")
    for question in agent.questions:
        before = asked(question, system=agent.system_prompt, tools=tools)
        edited = agent.system_prompt.replace("You are", "You are always") + " Be brief."
        assert edited != agent.system_prompt
        assert asked(question, system=edited, tools=tools) == before == play(name, question, [])


def test_an_agent_whose_prompt_and_tools_were_edited_is_the_one_with_the_most_tools_in_common(asked):
    [answer] = asked("What is the meaning of life?", system="New.", tools=("get_db_schema", "execute_sql", "execute_python"))
    assert SCRIPTS["sql"].in_words("").input.keys() == answer.input.keys()
    assert QUESTION in answer.input["answer"]


def test_among_agents_with_the_same_tools_the_one_that_knows_the_question_is_meant(asked, monkeypatch):
    twins = {name: replace(AGENTS["sql"], name=name) for name in ("another", "sql", "twin")}
    monkeypatch.setattr(answers, "AGENTS", SimpleNamespace(usable=twins))
    assert asked(QUESTION, system="New.") == play("sql", QUESTION, [])


def test_a_last_call_that_offers_no_tool_but_the_answer_is_known_by_its_question(asked):
    question = AGENTS["financial"].questions[0]
    [answer] = asked(question, system="New.", tools=("final_answer",), only="final_answer")
    assert answer.input.keys() == SCRIPTS["financial"].in_words("").input.keys()


def test_an_agent_whose_conversations_cannot_be_imported_says_why(asked, monkeypatch):
    monkeypatch.setitem(BROKEN, "sql", "sql/charts: SyntaxError")
    assert asked(QUESTION) == [Text("The conversations of agent 'sql' can't be played: sql/charts: SyntaxError")]


@pytest.mark.parametrize(
    ("text", "flag", "result"),
    [
        ("rows", False, ToolResult("rows", False)),
        ("Error: no such column", False, ToolResult("no such column", True)),
        ("no such column", True, ToolResult("no such column", True)),
    ],
)
def test_a_failed_tool_is_known_by_its_flag_or_by_its_words(text, flag, result):
    assert result_of(text, flag) == result
