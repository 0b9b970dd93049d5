"""A conversation that no provider would take as it is: it is completed, and every provider takes it."""

import pytest
from call_llm.completion import ENDED, GO_ON, NO_BEGINNING, NO_CALL, NOT_RUN, completed
from call_llm.conversation import in_blocks
from wires import ASKED

QUESTION = {"role": "user", "content": "How many?"}
ANSWER = {"type": "tool_use", "id": "id_end", "name": "final_answer", "input": {"answer": "One."}}
FINAL_ANSWER = {
    "name": "final_answer",
    "description": "Ends the run.",
    "input_schema": {"type": "object", "properties": {}, "additionalProperties": False},
}
PNG = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}}
THOUGHT = {"type": "thinking", "thinking": "Hm, a thought.", "signature": "c2ln", "model": "somebody/else"}
UNMARKED = {"type": "thinking", "thinking": "Hm, a thought."}


def use(identity, name="query", **given):
    return {"type": "tool_use", "id": identity, "name": name, "input": given or {"sql": "SELECT 1"}}


def result(identity, content="1", **more):
    return {"type": "tool_result", "tool_use_id": identity, "content": content, **more}


def assistant(*blocks):
    return {"role": "assistant", "content": list(blocks)}


def user(*blocks):
    return {"role": "user", "content": list(blocks)}


def text(words):
    return {"type": "text", "text": words}


def complete(*messages):
    return completed(in_blocks(list(messages)))


CONVERSATIONS = {
    "an answered run and a question": [QUESTION, assistant(ANSWER), {"role": "user", "content": "And in 1990?"}],
    "an answered run alone": [QUESTION, assistant(text("I know."), ANSWER)],
    "a run that a limit cut": [QUESTION, assistant(use("id_1"), use("id_2")), {"role": "user", "content": "Go on, then."}],
    "some results of many": [QUESTION, assistant(use("id_1"), use("id_2")), user(result("id_2"), text("Hurry."))],
    "a text of the assistant": [QUESTION, {"role": "assistant", "content": "Of what? "}],
    "an empty turn of the assistant": [QUESTION, assistant()],
    "two turns of each": [QUESTION, QUESTION, {"role": "assistant", "content": "One."}, {"role": "assistant", "content": "Two."}],
    "calls in turns of their own": [QUESTION, assistant(use("id_1")), assistant(use("id_2")), user(result("id_1"), result("id_2"))],
    "a result without a call": [user(result("id_9", [text("A chart:"), PNG])), {"role": "assistant", "content": "Nice."}, QUESTION],
    "a result that comes twice": [QUESTION, assistant(use("id_1")), user(result("id_1"), result("id_1", "2"))],
    "a result that comes too late": [QUESTION, assistant(use("id_1")), QUESTION, assistant(text("Hm.")), user(result("id_1"))],
    "two runs with the same ids": [
        *(QUESTION, assistant(use("call_0")), user(result("call_0")), assistant(ANSWER)),
        *(QUESTION, assistant(use("call_0")), user(result("call_0", "2")), assistant(ANSWER), QUESTION),
    ],
    "the same id twice in a turn": [QUESTION, assistant(use("id_1"), use("id_1")), user(result("id_1"), result("id_1", "2"))],
    "odd ids and names": [QUESTION, assistant(use("call 1/ü", "functions.query"), use("x" * 90, "")), user(result("call 1/ü"))],
    "no beginning": [assistant(text("One."), use("id_1")), user(result("id_1"))],
    "an empty message": [{"role": "user", "content": ""}],
    "an image in a result": [QUESTION, assistant(use("id_1")), user(result("id_1", [PNG]))],
    "thoughts of another model": [
        QUESTION,
        assistant(THOUGHT, use("id_1")),
        user(result("id_1")),
        assistant(THOUGHT, ANSWER),
        QUESTION,
    ],
    "thoughts that nobody marked": [
        QUESTION,
        assistant({"type": "thinking", "thinking": "Hm, a thought."}, text("One.")),
        QUESTION,
    ],
}


@pytest.mark.parametrize("messages", CONVERSATIONS.values(), ids=CONVERSATIONS)
def test_every_provider_takes_it(provider, configure, call, messages):
    configure(provider)
    provider.will(provider.wire.says("Two."))
    body = call(messages, tools=[FINAL_ANSWER])
    assert body["messages"] == [assistant(text("Two."))]
    uses = [block for message in messages if isinstance(message["content"], list) for block in message["content"]]
    uses = [block for block in uses if block["type"] == "tool_use"]
    assert [given for _, _, given in provider.wire.sent_uses(provider.sent)] == [block["input"] for block in uses]
    assert len(provider.wire.sent_results(provider.sent)) == len(uses)
    assert "Hm, a thought." not in str(provider.sent)


@pytest.mark.parametrize("thinking", [True, False])
@pytest.mark.parametrize("name", ASKED)
def test_every_provider_goes_on_after_its_own_answered_run(name, new_provider, configure, call, thinking):
    provider = new_provider(*ASKED[name])
    configure(provider.target(params=getattr(provider.wire, "THINKING", {}) if thinking else {}))
    thinks = getattr(provider.wire, "thinks_then_calls", None) if thinking else None
    first, last = ("id_1", "query", {"sql": "SELECT 1"}), ("id_2", "final_answer", {"answer": "One."})
    messages = [QUESTION]
    for uses in (first, last):
        provider.will(thinks("Hm.", uses) if thinks else provider.wire.calls(uses))
        turn = call(messages)["messages"][0]
        messages += [turn, user(result("id_1"))] if uses is first else [turn]
    provider.will(provider.wire.says("Two."))
    call([*messages, {"role": "user", "content": "And in 1990?"}])
    assert [content for _, content in provider.wire.sent_results(provider.sent)] == ["1", ENDED]
    assert "And in 1990?" in str(provider.wire.sent_messages(provider.sent)[-1])


def test_the_final_answer_gets_a_result_that_says_so_and_other_calls_one_that_failed():
    last = complete(QUESTION, assistant(ANSWER, use("id_1")), {"role": "user", "content": "And?"})[-1]
    assert last == user(result("id_end", ENDED), result("id_1", NOT_RUN, is_error=True), text("And?"))


def test_results_stand_right_after_their_calls_in_their_order_and_before_other_blocks():
    last = complete(QUESTION, assistant(use("a"), use("b")), user(text("Hurry."), result("b", "2")), user(result("a", "1")))[-1]
    assert last == user(result("a", "1"), result("b", "2"), text("Hurry."))


def test_a_result_without_a_call_becomes_what_it_holds():
    assert complete(user(result("id_9", [text("A chart:"), PNG]), result("id_8", "8"), text("Well?"))) == [
        user(text(NO_CALL), text("A chart:"), PNG, text(NO_CALL), text("8"), text("Well?"))
    ]


def test_an_id_that_is_there_already_is_a_new_one_for_the_call_and_its_result():
    *_, second, results = complete(
        QUESTION, assistant(use("call_0")), user(result("call_0")), assistant(use("call_0")), user(result("call_0", "2"))
    )
    [renamed] = second["content"]
    assert renamed["id"] != "call_0"
    assert results == user(result(renamed["id"], "2"))


def test_a_conversation_begins_and_ends_with_the_user():
    whole = [user(text(NO_BEGINNING)), assistant(text("One.")), user(text(GO_ON))]
    assert complete({"role": "assistant", "content": "One."}) == whole


def test_texts_of_two_turns_stay_apart():
    assert complete(QUESTION, {"role": "assistant", "content": "One."}, {"role": "assistant", "content": "Two."})[1] == assistant(
        text("One."), text("\n\nTwo.")
    )


def test_a_conversation_that_lacks_nothing_stays_as_it_is():
    whole = in_blocks([QUESTION, assistant(THOUGHT, use("id_1") | {"signature": "c2ln", "model": "a/b"}), user(result("id_1"))])
    assert completed(whole) == whole


@pytest.mark.parametrize("messages", CONVERSATIONS.values(), ids=CONVERSATIONS)
def test_to_complete_it_again_changes_nothing_and_changes_nothing_of_what_was_given(messages):
    given = in_blocks(messages)
    before = repr(given)
    once = completed(given)
    assert completed(once) == once == completed(given)
    assert repr(given) == before
