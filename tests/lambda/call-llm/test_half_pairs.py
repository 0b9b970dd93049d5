"""Halves of surrogate pairs in what a model is to be asked: refused before any provider is asked."""

import json

import pytest
from call_llm.errors import LLMBadRequest

HALF = "Hm\ud83d"
ASKED_FIRST = {"role": "user", "content": "First"}


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ({"messages": HALF}, "messages[0]"),
        ({"messages": [ASKED_FIRST, {"role": "user", "content": [{"type": "text", "text": HALF}]}]}, "messages[1]"),
        (
            {"messages": [{"role": "assistant", "content": [{"type": "tool_use", "id": "1", "name": "a", "input": {HALF: 1}}]}]},
            "messages[0]",
        ),
        ({"messages": "Hm", "system": HALF}, "system"),
        ({"messages": "Hm", "tools": [{"name": "a", "description": HALF, "input_schema": {"type": "object"}}]}, "tools"),
    ],
)
def test_no_provider_is_asked_with_half_of_a_pair(openai, configure, call, given, at):
    configure(openai)
    with pytest.raises(LLMBadRequest) as refused:
        call(**given)
    assert str(refused.value) == (
        f"{at} has half of a surrogate pair (\\ud83d), which is no character. Write the whole character, or leave it out"
    )
    assert openai.requests == []


def test_half_of_a_pair_in_a_tool_result_becomes_a_question_mark(openai, configure, call):
    configure(openai)
    openai.will(openai.wire.says("One."))
    asked = {"role": "assistant", "content": [{"type": "tool_use", "id": "id_1", "name": "query", "input": {}}]}
    result = {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "id_1", "content": HALF}]}
    call([ASKED_FIRST, asked, result])
    assert openai.wire.sent_results(openai.sent) == [("id_1", "Hm?")]


def test_whole_pairs_are_sent(openai, configure, call):
    configure(openai)
    openai.will(openai.wire.says("One."))
    call(json.loads('"\\ud83c\\udfcf"'))
    assert openai.requests[-1].question == "🏏"
