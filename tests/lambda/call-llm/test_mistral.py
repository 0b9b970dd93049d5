"""What Mistral alone has: ids of nine characters, results that no person may follow, and contents in parts."""

import re

import pytest
from wires import WIRES

QUESTION = {"role": "user", "content": "How many?"}
USES = [{"type": "tool_use", "id": f"toolu_{'0' * 24}{n}", "name": "query", "input": {"sql": f"SELECT {n}"}} for n in range(3)]
RESULTS = [{"type": "tool_result", "tool_use_id": use["id"], "content": "1"} for use in USES]
ASKED = [QUESTION, {"role": "assistant", "content": USES}]


@pytest.fixture
def mistral(new_provider, configure):
    provider = new_provider(WIRES["mistral"])
    configure(provider)
    return provider


def test_the_ids_of_other_providers_become_ones_that_it_takes_and_stay_apart(mistral, call):
    mistral.will(mistral.wire.says("Three."), mistral.wire.says("Three."))
    call([*ASKED, {"role": "user", "content": RESULTS}])
    ids = [identity for identity, _, _ in mistral.wire.sent_uses(mistral.sent)]
    assert len(set(ids)) == 3
    assert all(re.fullmatch("[a-zA-Z0-9]{9}", identity) for identity in ids)
    assert [identity for identity, _ in mistral.wire.sent_results(mistral.sent)] == ids
    first = mistral.sent
    call([*ASKED, {"role": "user", "content": RESULTS}])
    assert mistral.sent == first


def test_its_own_ids_stay_as_they_are(mistral, call):
    mistral.will(mistral.wire.calls(("D681PevKs", "query", {"sql": "SELECT 1"})), mistral.wire.says("One."))
    turn = call([QUESTION])["messages"][0]
    call([QUESTION, turn, {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "D681PevKs", "content": "1"}]}])
    assert mistral.wire.sent_results(mistral.sent) == [("D681PevKs", "1")]


def test_a_turn_of_the_model_stands_between_results_and_what_a_person_says(mistral, call):
    mistral.will(mistral.wire.says("Three."))
    call([*ASKED, {"role": "user", "content": [*RESULTS, {"type": "text", "text": "Hurry."}]}])
    assert [message["role"] for message in mistral.sent["messages"]] == [
        "system",
        "user",
        "assistant",
        *["tool"] * 3,
        "assistant",
        "user",
    ]
    assert mistral.sent["messages"][-2]["content"] == "(no content)"


def test_what_it_says_beside_a_call_stays(mistral, call):
    mistral.will(mistral.wire.says("Three."))
    said = {"role": "assistant", "content": [{"type": "text", "text": "Let me look."}, *USES]}
    call([QUESTION, said, {"role": "user", "content": RESULTS}])
    assert mistral.sent["messages"][2]["content"] == "Let me look."


def test_all_parts_of_an_answer_are_kept(mistral, call):
    thoughts = [{"type": "thinking", "thinking": [{"type": "text", "text": text}]} for text in ("Hm.", "Aha.")]
    reference = {"type": "reference", "reference_ids": [1]}
    texts = [{"type": "text", "text": "One"}, {"type": "text", "text": " or two."}]
    mistral.will(mistral.wire.message(content=[thoughts[0], texts[0], thoughts[1], reference, texts[1]]))
    assert call()["messages"][0]["content"] == [
        {"type": "thinking", "thinking": "Hm.\nAha.", "model": "mistral/mistral-large-latest"},
        {"type": "text", "text": "One or two."},
    ]


def test_a_limit_of_tokens_and_a_seed_go_by_its_own_names(mistral, configure, call):
    configure(mistral.target(params={"max_completion_tokens": 5, "seed": 7}))
    mistral.will(mistral.wire.says("One."))
    call()
    assert (mistral.sent["max_tokens"], mistral.sent["random_seed"]) == (5, 7)


@pytest.mark.parametrize("params", [{"reasoning_effort": "high"}, {"thinking": {"type": "enabled"}}])
def test_a_model_that_is_to_reason_gets_no_prompt_that_nobody_wrote(mistral, configure, call, params):
    configure(mistral.target(model="mistral/magistral-medium-latest", params=params))
    mistral.will(mistral.wire.says("One."))
    call(system="You count.")
    assert mistral.wire.sent_system(mistral.sent) == "You count."
    assert mistral.sent["prompt_mode"] == "reasoning"
