"""A conversation goes from provider to provider and goes on: each takes the turns, the ids and the results of all the others."""

import pytest
from wires import ASKED

QUESTION = {"role": "user", "content": "How many?"}
INPUTS = [{"sql": "SELECT 1"}, {"sql": "SELECT 2"}]


def results_of(turn):
    """The first tool worked, the second failed, and a person has something to add."""
    first, second = (block["id"] for block in turn["content"] if block["type"] == "tool_use")
    return [
        {"type": "tool_result", "tool_use_id": first, "content": "[1]"},
        {"type": "tool_result", "tool_use_id": second, "content": "no such table", "is_error": True},
        {"type": "text", "text": "Hurry."},
    ]


def turn_of(provider, configure, call, messages, number):
    """One turn of this provider's model: it thinks, where it shows that, and uses two tools."""
    configure(provider.target(params=getattr(provider.wire, "THINKING", {})))
    uses = [(f"{provider.name[:4]}{number:02}{n}xy", "query", given) for n, given in enumerate(INPUTS)]
    thinks = getattr(provider.wire, "thinks_then_calls", None)
    provider.will(thinks("Hm, a thought.", *uses) if thinks else provider.wire.calls(*uses, text="Let me look."))
    return call(messages)["messages"][0]


@pytest.mark.parametrize("first", ASKED)
def test_each_provider_goes_on_where_another_has_stopped(first, new_provider, configure, call):
    names = list(ASKED)
    start = names.index(first)
    messages = [QUESTION]
    for number, name in enumerate(names[start:] + names[:start]):
        provider = new_provider(*ASKED[name])
        turn = turn_of(provider, configure, call, messages, number)
        assert "Hm, a thought." not in str(provider.sent)
        assert [given for _, _, given in provider.wire.sent_uses(provider.sent)] == INPUTS * number
        assert len(provider.wire.sent_results(provider.sent)) == 2 * number
        messages += [turn, {"role": "user", "content": results_of(turn)}]


@pytest.mark.parametrize("name", ASKED)
def test_each_provider_goes_on_after_another_and_then_after_itself(name, new_provider, configure, call):
    other, provider = new_provider(*ASKED["openai"]), new_provider(*ASKED[name])
    messages = [QUESTION]
    for number, each in enumerate((other, provider, provider)):
        turn = turn_of(each, configure, call, messages, number)
        messages += [turn, {"role": "user", "content": results_of(turn)}]
    assert [given for _, _, given in provider.wire.sent_uses(provider.sent)] == INPUTS * 2
