"""Prompt caching: what comes again in the next call is marked where a provider wants it marked, and nowhere else."""

import pytest
from wires import ASKED

MARKING = {"anthropic", "bedrock"}
MARK = {"cache_control": {"type": "ephemeral"}}
QUESTION = {"role": "user", "content": "How many?"}
USE = {"role": "assistant", "content": [{"type": "tool_use", "id": "id_1", "name": "query", "input": {"sql": "SELECT 1"}}]}
RESULT = {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "id_1", "content": "[1]"}]}


def marked(body):
    """Every block of a request to Anthropic that has a mark, without its mark."""
    blocks = [*body.get("system", []), *body.get("tools", []), *(block for m in body["messages"] for block in m["content"])]
    return [
        {name: value for name, value in block.items() if name != "cache_control"}
        for block in blocks
        if MARK.items() <= block.items()
    ]


def test_the_system_prompt_and_the_end_of_the_conversation_are_marked(anthropic, configure, call):
    configure(anthropic)
    anthropic.will(anthropic.wire.says("One."))
    call([QUESTION])
    assert marked(anthropic.sent) == [{"type": "text", "text": "You count."}, {"type": "text", "text": "How many?"}]


def test_after_a_tool_the_mark_is_on_its_result(anthropic, configure, call):
    configure(anthropic)
    anthropic.will(anthropic.wire.says("One."))
    call([QUESTION, USE, RESULT])
    assert [block["type"] for block in marked(anthropic.sent)] == ["text", "tool_result"]


def test_a_call_without_a_system_prompt_is_marked_at_its_end_alone(anthropic, configure, call):
    configure(anthropic)
    anthropic.will(anthropic.wire.says("One."))
    call([QUESTION], system="")
    assert marked(anthropic.sent) == [{"type": "text", "text": "How many?"}]


def test_a_turn_without_content_takes_no_mark(anthropic, configure, call):
    configure(anthropic)
    anthropic.will(anthropic.wire.says("One."))
    call([QUESTION, {"role": "assistant", "content": "Hm."}, {"role": "user", "content": []}])
    assert [block["text"] for block in marked(anthropic.sent)] == ["You count.", "(no content)"]


@pytest.mark.parametrize("name", [name for name in ASKED if name.partition("-")[0] not in MARKING])
def test_a_provider_that_wants_no_marks_gets_none(name, new_provider, configure, call):
    provider = new_provider(*ASKED[name])
    configure(provider)
    provider.will(provider.wire.says("One."))
    call([QUESTION, USE, RESULT])
    assert "cache" not in str(provider.sent)
