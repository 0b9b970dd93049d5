"""How a written conversation is found and played."""

import pytest
from jsonschema import Draft202012Validator

from agents import AGENTS
from local.scripted_model.conversations import (
    BROKEN,
    SCRIPTS,
    Text,
    ToolResult,
    ToolUse,
    UnusableResultError,
    conversation,
    play,
    script,
)


@pytest.fixture(autouse=True)
def birds(monkeypatch):
    """The script of an agent for birds."""
    monkeypatch.delitem(SCRIPTS, "birds", raising=False)
    script("birds", lambda text: ToolUse("final_answer", {"text": text}))

    @conversation("Which birds can't fly?", "Flightless birds?", agent="birds")
    def flightless(question):
        [one, other] = yield [Text("Two at once."), ToolUse("list", {}), ToolUse("count", {})]
        if other.is_error:
            raise UnusableResultError(f"counting failed: {other.content}")
        yield [ToolUse("final_answer", {"text": f"{one.content} {other.content}"})]

    yield
    del SCRIPTS["birds"]


RESULTS = [[ToolResult("emu, kiwi"), ToolResult("2")]]


@pytest.mark.parametrize(
    "question", ["Which birds can't fly?", "  which BIRDS  can’t fly", "Which birds\ncan't fly?!", "flightless birds"]
)
def test_a_question_is_found_whatever_its_case_punctuation_and_white_space(question):
    assert play("birds", question, []) == [Text("Two at once."), ToolUse("list", {}), ToolUse("count", {})]


def test_a_conversation_is_replayed_from_the_start_for_each_turn():
    answer = [ToolUse("final_answer", {"text": "emu, kiwi 2"})]
    assert play("birds", "Flightless birds?", RESULTS) == answer
    assert play("birds", "Flightless birds?", RESULTS) == answer


def test_a_question_that_is_not_in_the_script_is_answered_with_those_that_are():
    [answer] = play("birds", "Which fish can fly?", [])
    assert answer.name == "final_answer"
    assert "- Which birds can't fly?\n- Flightless birds?\n" in answer.input["text"]
    assert "ANTHROPIC_API_KEY, OPENAI_API_KEY or another provider's key" in answer.input["text"]
    assert "Ollama" in answer.input["text"]


def test_a_result_that_a_conversation_cannot_use_ends_it_with_an_answer_that_says_so():
    results = [[ToolResult("emu"), ToolResult("the abacus broke", is_error=True)]]
    assert play("birds", "Flightless birds?", results) == [
        ToolUse("final_answer", {"text": "I can't answer this: counting failed: the abacus broke."})
    ]


def test_a_request_that_allows_only_the_answer_gets_one_in_the_middle_of_a_conversation():
    [answer] = play("birds", "Flightless birds?", [], only="final_answer")
    assert answer == ToolUse("final_answer", {"text": "I had to stop before I was done: this run reached one of its limits."})
    assert play("birds", "Flightless birds?", RESULTS, only="final_answer") == play("birds", "Flightless birds?", RESULTS)


def test_a_conversation_that_is_over_says_so():
    over = ToolUse("final_answer", {"text": "This conversation is over, and its answer was not taken."})
    assert play("birds", "Flightless birds?", [*RESULTS, [ToolResult("refused", is_error=True)]]) == [over]


def test_an_agent_without_a_script_gets_words():
    there = ", ".join(sorted({"birds", *AGENTS}))
    assert play("fish", "Hello?", []) == [Text(f"No conversation is written for agent 'fish'; there are some for: {there}.")]


def test_what_is_put_around_a_script_is_around_each_of_its_conversations():
    def louder(play):
        return lambda question: ([Text(block.text + "!") for block in turn] for turn in play(question))

    script("cats", lambda text: ToolUse("final_answer", {"text": text}), around=louder)
    conversation("Hungry?", agent="cats")(lambda question: iter([[Text("Yes")]]))
    assert play("cats", "Hungry?", []) == [Text("Yes!")]
    del SCRIPTS["cats"]


@pytest.mark.parametrize("name", AGENTS)
def test_every_sample_question_of_an_agent_has_a_conversation(name):
    agent = AGENTS[name]
    assert agent.questions
    assert [question for question in agent.questions if SCRIPTS[name].find(question) is None] == []


@pytest.mark.parametrize("name", AGENTS)
def test_what_every_sample_question_asks_of_a_tool_first_fits_its_input_schema(name):
    schemas = {tool.name: tool.input_schema for tool in AGENTS[name].tools}
    for question in AGENTS[name].questions:
        uses = [block for block in play(name, question, []) if isinstance(block, ToolUse)]
        assert [use.name for use in uses if use.name not in schemas] == [], question
        wrong = [error.message for use in uses for error in Draft202012Validator(schemas[use.name]).iter_errors(use.input)]
        assert wrong == [], f"{question}: change what its conversation asks for, or the input_schema"


def test_the_conversations_of_all_agents_can_be_played():
    assert BROKEN == {}


def test_two_conversations_for_one_question_are_refused():
    with pytest.raises(ValueError, match="agent 'birds' has two conversations for 'flightless BIRDS'"):

        @conversation("flightless BIRDS", agent="birds")
        def again(question):
            yield []


def test_two_scripts_for_one_agent_are_refused():
    with pytest.raises(ValueError, match="agent 'birds' has a script already"):
        script("birds", lambda text: ToolUse("final_answer", {}))
