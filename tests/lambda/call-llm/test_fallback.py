"""Target after target: which failures lead to the next, and what is raised when none answers."""

import json

import pytest
from call_llm.errors import LLMAuth, LLMBadRequest, LLMRateLimited, LLMTimeout, LLMUnavailable


def test_the_next_target_answers_when_the_first_is_overloaded(anthropic, openai, configure, call):
    anthropic.will(anthropic.wire.overloaded())
    openai.will(openai.wire.says("Two."))
    configure(anthropic, openai)
    body = call()
    assert body["messages"][0]["content"] == [{"type": "text", "text": "Two."}]
    assert body["metadata"]["target"] == "openai/gpt-4o"
    assert body["metadata"]["model"] == "gpt-4o-2024-08-06"
    assert body["metadata"]["attempts"] == 2


def test_a_failure_that_is_not_worth_another_target_ends_the_call(anthropic, openai, configure, call):
    anthropic.will(anthropic.wire.error(400, "Bad."))
    configure(anthropic, openai)
    with pytest.raises(LLMBadRequest):
        call()
    assert openai.requests == []


def test_the_config_says_which_failures_are_worth_another_target(anthropic, openai, configure, call):
    anthropic.will(anthropic.wire.refuses("No."))
    openai.will(openai.wire.says("Two."))
    configure(anthropic, openai, fallback_on=["refused"])
    assert call()["metadata"]["target"] == "openai/gpt-4o"


def test_when_none_answers_the_error_that_is_worth_a_retry_is_raised_and_tells_all(anthropic, openai, configure, call):
    anthropic.will(anthropic.wire.error(429, "Slow down."))
    openai.will(openai.wire.error(401, "Who are you?"))
    configure(anthropic, openai)
    with pytest.raises(LLMRateLimited, match=r"(?s)anthropic/.*Slow down\..*; then openai/.*Who are you\?"):
        call()


def test_when_no_failure_is_worth_a_retry_the_last_one_is_raised(anthropic, openai, configure, call):
    anthropic.will(anthropic.wire.error(400, "Bad."))
    openai.will(openai.wire.error(401, "Who are you?"))
    configure(anthropic, openai, fallback_on=["bad_request"])
    with pytest.raises(LLMAuth):
        call()


def test_no_target_is_asked_without_time_left_for_it(anthropic, openai, configure, handler, monkeypatch):
    class Context:
        get_remaining_time_in_millis = staticmethod(lambda: 2_000 if anthropic.requests else 300_000)

    anthropic.will(anthropic.wire.overloaded())
    configure(anthropic, openai)
    with pytest.raises((LLMUnavailable, LLMTimeout), match="openai/gpt-4o: no time left"):
        handler({"messages": [{"role": "user", "content": "?"}]}, Context)
    assert openai.requests == []


@pytest.mark.parametrize("first", ["anthropic", "openai"])
def test_a_conversation_that_began_at_one_provider_goes_on_at_the_other(anthropic, openai, configure, call, first):
    begins, goes_on = (anthropic, openai) if first == "anthropic" else (openai, anthropic)
    configure(begins, goes_on)
    begins.will(begins.wire.calls(("id_1", "query", {"sql": "SELECT 1"}), ("id_2", "nonsense!", {}), text="Let me look."))
    body = call()
    results = [
        {"type": "tool_result", "tool_use_id": use["id"], "content": use.get("error", "[1]"), "is_error": "error" in use}
        for use in body["tool_uses"]
    ]
    begins.will(begins.wire.overloaded())
    goes_on.will(goes_on.wire.calls(("id_1", "final", {})))
    messages = [{"role": "user", "content": "How many?"}, *body["messages"], {"role": "user", "content": results}]
    body = call(messages)
    assert goes_on.wire.sent_uses(goes_on.sent) == [("id_1", "query", {"sql": "SELECT 1"}), ("id_2", "nonsense_", {})]
    failure = "There is no tool nonsense_. There are: query, schema."
    assert goes_on.wire.sent_results(goes_on.sent) == [
        ("id_1", "[1]"),
        ("id_2", failure if goes_on.marks_failures else f"Error: {failure}"),
    ]
    assert body["tool_uses"][0]["id"] not in ("id_1", "id_2")


def test_a_target_that_says_when_to_come_again_is_asked_again_then_if_no_other_replies(anthropic, openai, configure, call):
    anthropic.will(anthropic.wire.error(429, "Slow down.", **{"retry-after": "0.2"}), anthropic.wire.says("Two."))
    openai.will(openai.wire.overloaded())
    configure(anthropic, openai)
    metadata = call()["metadata"]
    assert (metadata["target"], metadata["attempts"]) == ("anthropic/claude-sonnet-4-5", 3)
    assert len(openai.requests) == 1


def test_the_other_target_is_asked_before_any_waiting(anthropic, openai, configure, call):
    anthropic.will(anthropic.wire.error(429, "Slow down.", **{"retry-after": "100"}))
    openai.will(openai.wire.says("Two."))
    configure(anthropic, openai)
    assert call()["metadata"]["target"] == "openai/gpt-4o"


def test_a_target_that_says_so_again_and_again_is_asked_three_times(anthropic, configure, call):
    anthropic.will(*[anthropic.wire.error(429, "Slow down.", **{"retry-after": "0"}) for _ in range(4)])
    configure(anthropic)
    with pytest.raises(LLMRateLimited):
        call()
    assert len(anthropic.requests) == 3


def test_a_wait_that_does_not_fit_into_the_time_that_is_left_is_the_state_machines(anthropic, configure, call):
    anthropic.will(anthropic.wire.error(429, "Slow down.", **{"retry-after": "8"}))
    configure(anthropic)
    with pytest.raises(LLMRateLimited):
        call(milliseconds_left=11_000)
    assert len(anthropic.requests) == 1


def test_each_call_leaves_one_line_and_so_does_each_failure(anthropic, openai, configure, call, capsys):
    anthropic.will(anthropic.wire.overloaded())
    openai.will(openai.wire.says("Two."))
    configure(anthropic, openai.target(price={"input": 1, "output": 2}))
    call(run={"execution": "run-1", "agent": "sql", "results": {"bucket": "b", "prefix": "runs/run-1/"}})
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
    assert all(isinstance(line.pop("ms"), int) for line in lines)
    assert lines == [
        {
            "event": "llm_call_failed",
            "execution": "run-1",
            "agent": "sql",
            "target": "anthropic/claude-sonnet-4-5",
            "error": "LLMUnavailable",
            # LiteLLM tells Anthropic's own status as another.
            "status": 529 if anthropic.client == "native" else 500,
        },
        {
            "event": "llm_call",
            "execution": "run-1",
            "agent": "sql",
            "stop_reason": "end_turn",
            "model": "gpt-4o-2024-08-06",
            "target": "openai/gpt-4o",
            "usage": {"input": 100, "output": 20, "cache_read": 0, "cache_write": 0},
            "cost_usd": 0.00014,
            "attempts": 2,
            # The stack's alarm counts these lines.
            "fell_over": True,
        },
    ]


def test_an_answer_of_the_first_target_has_not_fallen_over(anthropic, openai, configure, call, capsys):
    anthropic.will(anthropic.wire.says("Two."))
    configure(anthropic, openai.target())
    call()
    [line] = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
    assert (line["event"], line["fell_over"]) == ("llm_call", False)
