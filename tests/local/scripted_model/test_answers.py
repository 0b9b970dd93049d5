"""What the scripted model answers, whichever the dialect."""

import pytest

from local.scripted_model.answers import turn_for
from local.scripted_model.conversations import SCRIPTS, Text, ToolResult, ToolUse
from local.scripted_model.request import Request, result_of

QUESTION = "How many players are there?"


@pytest.fixture
def asked(script, system):
    def ask(question, results=(), only=None, system=system):
        return turn_for(Request("scripted", "any", system, question, list(results), only, 1, {}))

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
    [words] = asked(QUESTION, system="You are a pirate.")
    assert isinstance(words, Text)
    assert "system prompt" in words.text


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
