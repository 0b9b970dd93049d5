"""What a model signs goes back to it, and to no other. The provider checks signatures, and wants one where it has signed."""

import pytest
from call_llm import signatures
from wires import WIRES

QUESTION = {"role": "user", "content": "How many?"}
USES = [("id_1", "query", {"sql": "SELECT 1"}), ("id_2", "schema", {})]
RESULTS = {
    "role": "user",
    "content": [{"type": "tool_result", "tool_use_id": identity, "content": "1"} for identity in ("id_1", "id_2")],
}
# In base64, "skip_thought_signature_validator": what Google takes in place of a signature of its own.
INSTEAD = "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I="


@pytest.fixture(params=["gemini", "vertex_ai"])
def google(request, new_provider):
    return new_provider(WIRES[request.param])


@pytest.fixture
def turn(google, configure, call):
    """A turn of a model with two calls, of which it has signed the first."""
    configure(google)
    google.will(google.wire.calls(*USES, text="Let me look."))
    return call()["messages"][0]


def made_by_the_wire(google):
    return google.wire.call_parts(*USES)[0]["thoughtSignature"]


def sent_signatures(google):
    parts = [part for content in google.sent["contents"] for part in content["parts"]]
    return [part.get("thoughtSignature") for part in parts if "functionCall" in part]


def test_a_signature_stands_in_the_block_that_was_signed_with_the_model_that_made_it(google, turn):
    signed = {"signature": made_by_the_wire(google), "model": google.wire.MODEL}
    assert turn["content"] == [
        {"type": "text", "text": "Let me look."},
        {"type": "tool_use", "id": "id_1", "name": "query", "input": {"sql": "SELECT 1"}, **signed},
        {"type": "tool_use", "id": "id_2", "name": "schema", "input": {}},
    ]


def test_a_model_gets_its_own_signature_back_on_the_same_call(google, call, turn):
    google.will(google.wire.says("One."))
    call([QUESTION, turn, RESULTS])
    assert sent_signatures(google) == [made_by_the_wire(google), None]


def test_the_state_machine_is_told_nothing_of_it(google, configure, call):
    configure(google)
    google.will(google.wire.calls(*USES))
    assert call()["tool_uses"] == [{"id": identity, "name": name, "input": given} for identity, name, given in USES]


def test_a_conversation_goes_on_for_as_many_signed_turns_as_it_takes(google, configure, call):
    configure(google)
    messages = [QUESTION]
    for number in range(3):
        google.will(google.wire.thinks_then_calls("Hm.", (f"a_{number}", "query", {"sql": f"SELECT {number}"})))
        body = call(messages)
        [use] = body["tool_uses"]
        result = {"type": "tool_result", "tool_use_id": use["id"], "content": "1"}
        messages += [*body["messages"], {"role": "user", "content": [result]}]
    assert len(set(sent_signatures(google))) == 2


@pytest.mark.parametrize("name", ["anthropic", "openai", "bedrock"])
def test_another_provider_never_sees_it(new_provider, configure, call, turn, name):
    other = new_provider(WIRES[name])
    configure(other)
    other.will(other.wire.says("One."))
    call([QUESTION, turn, RESULTS])
    assert other.wire.sent_uses(other.sent) == USES
    assert "signature" not in str(other.sent)


def test_another_model_of_google_gets_what_google_takes_instead(google, configure, call, turn):
    configure(google.target(model=google.name + "/gemini-3.1-pro-preview"))
    google.will(google.wire.says("One."))
    call([QUESTION, turn, RESULTS])
    assert sent_signatures(google) == [INSTEAD, None]


def test_a_call_that_another_provider_made_is_taken_without_a_signature_of_its_own(google, configure, call, anthropic):
    configure(anthropic)
    anthropic.will(anthropic.wire.calls(*USES))
    turn = call()["messages"][0]
    configure(google)
    google.will(google.wire.says("One."))
    call([QUESTION, turn, RESULTS])
    assert sent_signatures(google) == [INSTEAD, None]


def test_a_text_that_was_signed_goes_back_signed(google, configure, call):
    configure(google)
    google.will(google.wire.message({"text": "One."}), google.wire.says("Yes."))
    part = {"text": "One."}
    signed = google.wire.signature_of(part)
    google.replies[0].body["candidates"][0]["content"]["parts"] = [part | {"thoughtSignature": signed}]
    turn = call()["messages"][0]
    assert turn["content"] == [{"type": "text", "text": "One.", "signature": signed, "model": google.wire.MODEL}]
    call([QUESTION, turn, {"role": "user", "content": "Sure?"}])
    assert google.sent["contents"][1]["parts"] == [{"text": "One.", "thoughtSignature": signed}]


def test_a_thought_is_shown_and_not_sent_back(google, configure, call):
    configure(google)
    google.will(google.wire.thinks_then_calls("Hm.", *USES), google.wire.says("One."))
    turn = call()["messages"][0]
    assert turn["content"][0] == {"type": "thinking", "thinking": "Hm.", "model": google.wire.MODEL}
    call([QUESTION, turn, RESULTS])
    assert "Hm." not in str(google.sent)


def test_a_signature_that_would_burst_the_state_is_left_out_and_the_conversation_goes_on(google, configure, call):
    configure(google)
    google.will(google.wire.calls(*USES), google.wire.says("One."))
    parts = google.replies[0].body["candidates"][0]["content"]["parts"]
    parts[0]["thoughtSignature"] = "A" * (signatures.LARGEST + 1)
    turn = call()["messages"][0]
    assert "signature" not in turn["content"][0]
    call([QUESTION, turn, RESULTS])
    assert sent_signatures(google) == [INSTEAD, None]


def test_thoughts_give_way_where_a_signature_takes_their_room(google, configure, call):
    configure(google)
    google.will(google.wire.thinks_then_calls("Hm. " * 1_000, *USES))
    parts = google.replies[0].body["candidates"][0]["content"]["parts"]
    parts[1]["thoughtSignature"] = "A" * (signatures.LARGEST - 3_000)
    assert [block["type"] for block in call()["messages"][0]["content"]] == ["tool_use", "tool_use"]


def test_a_call_that_had_to_be_changed_is_no_longer_the_one_that_was_signed(google, configure, call):
    configure(google)
    google.will(google.wire.calls(("id_1", "not a name!", {})))
    [block] = call()["messages"][0]["content"]
    assert block == {"type": "tool_use", "id": "id_1", "name": "not_a_name_", "input": {}}
