"""A tool that is another agent: what its run is given, what comes back, and what it may spend."""

import json
import threading
from typing import Any

import pytest
from botocore.session import get_session

from agents.declaration import EVENTS_OF_A_CALL
from components.state_machines.kinds import branch, table
from components.state_machines.kinds.agent import permissions, refuse_elsewhere
from components.state_machines.kinds.kind import Permission, ToolArgsError
from local.state_call import only_the_tools
from tests.components.agents_in_process import MACHINE, Ended, PlayedWithAgents, answers, play_agents, refused
from tests.components.loop import ANSWER, final, lambda_error, play, turn, use
from tests.components.state_machines.kinds.samples import plain

QUESTION = use("ask", question="How many?")
UNUSABLE = "The tool gave no result that can be used: no content, or too much of it."
TOO_LITTLE = "Not run: too little is left of this run's limits for another agent. Answer with what you have."


def ask(*numbers: int) -> dict[str, Any]:
    return turn(*(use("ask", f"toolu_{n}", question="How many?") for n in numbers))


def fails(status: str, error: str | None = None, cause: str | None = None) -> Any:
    def called(_: Any) -> Any:
        raise Ended(status, error, cause)

    return called


def output(played: PlayedWithAgents) -> dict[str, Any]:
    assert (played.run.status, played.run.error, played.run.cause) == ("SUCCEEDED", None, None)
    done: dict[str, Any] = played.run.output
    return done


def test_its_run_gets_the_question_what_is_left_of_the_limits_and_who_called():
    played = play_agents(
        turn(QUESTION, tokens=(100, 10), cost_usd=0.25),
        turn(final()),
        agents={"ask": lambda _: answers({"answer": "42"})},
        input={"prompt": "How many?", "called_by": ["root"], "limits": {"seconds": 100, "cost_usd": 1}},
        tool_calls=11,
        tokens=1000,
    )
    [given] = played.step_functions.inputs
    # The turn may have taken a part of a second.
    assert given["limits"].pop("seconds") in (98, 99)
    assert given == {
        "prompt": "How many?",
        "limits": {"tool_calls": 10, "tokens": 890, "cost_usd": 0.75},
        "called_by": ["root", "in-process"],
        "AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID": "arn:aws:states:us-east-1:000000000000:execution:in-process:run-1",
    }
    assert played.results == [
        {
            "type": "tool_result",
            "tool_use_id": "toolu_ask",
            "content": '{"output":{"answer":"42"},"stop_reason":"answered"}',
            "is_error": False,
        }
    ]


def test_its_usage_is_added_and_its_limits_count():
    played = play_agents(ask(1), turn(final()), agents={"ask": lambda _: answers({"a": 1})})
    usage = output(played)["usage"]
    usage.pop("seconds")
    # Two turns and the call of the caller, and the agent's three calls, 110 tokens and half a dollar.
    assert usage == {"turns": 2, "tool_calls": 4, "input_tokens": 300, "output_tokens": 30, "cost_usd": 1.0}


@pytest.mark.parametrize(
    ("limits", "usage", "stop_reason"),
    [
        ({"cost_usd": 0.75}, {"cost_usd": 0.5}, "cost_usd"),
        ({"tokens": 220}, {"input_tokens": 100, "output_tokens": 10}, "tokens"),
        ({"tool_calls": 4}, {"tool_calls": 3}, "tool_calls"),
    ],
)
def test_a_limit_that_an_agent_reaches_makes_the_next_call_of_the_model_the_last(limits, usage, stop_reason):
    played = play_agents(ask(1), turn(final()), agents={"ask": lambda _: answers({"a": 1}, **usage)}, **limits)
    assert [call["tool_choice"]["type"] for call in played.calls] == ["auto", "tool"]
    assert (output(played)["output"], output(played)["stop_reason"]) == (ANSWER, stop_reason)


def test_a_price_that_is_unknown_to_an_agent_is_unknown_to_its_caller():
    played = play_agents(ask(1), turn(final()), agents={"ask": lambda _: answers({"a": 1}, cost_usd=None)})
    assert output(played)["usage"]["cost_usd"] is None


@pytest.mark.attack("state_machine")
def test_eight_agents_at_once_can_not_exceed_the_limits_of_their_caller_together():
    together, spent = threading.Barrier(8), []

    def called(given: dict[str, Any]) -> Any:
        together.wait(timeout=10)
        share = given["limits"]
        spent.append(share)
        return answers({"a": 1}, tool_calls=share["tool_calls"], input_tokens=share["tokens"], output_tokens=0, **_cost(share))

    def _cost(share: dict[str, Any]) -> dict[str, Any]:
        return {"cost_usd": share["cost_usd"]}

    played = play_agents(
        ask(*range(8)), turn(final()), agents={"ask": called}, tokens=1000, cost_usd=0.35, tool_calls=30, seconds=100
    )
    assert [share["tool_calls"] for share in spent] == [2] * 8
    assert [share["tokens"] for share in spent] == [111] * 8
    assert sum(share["cost_usd"] for share in spent) == pytest.approx(0.1)
    # At the same time, so that the time isn't divided.
    assert all(share["seconds"] in (98, 99) for share in spent)
    usage = output(played)["usage"]
    assert (usage["tool_calls"], output(played)["stop_reason"]) == (24, "cost_usd")


@pytest.mark.parametrize("limits", [{"tokens": 112}, {"tool_calls": 3}, {"tool_calls": 5}])
def test_an_agent_for_which_too_little_is_left_is_not_run(limits):
    played = play_agents(ask(1, 2, 3), turn(final()), agents={"ask": lambda _: answers({"a": 1})}, **limits)
    assert [result["content"] for result in played.results] == [TOO_LITTLE] * 3
    assert played.step_functions.names == []
    assert output(played)["output"] == ANSWER


@pytest.mark.parametrize(
    ("called", "content"),
    [
        (fails("FAILED", "LLMAuth", 'the key "x\\y" is\nwrong'), 'FAILED: LLMAuth: the key "x\\y" is\nwrong'),
        (fails("FAILED", "LLMAuth", "日" * 5000), "FAILED: LLMAuth: " + "日" * 1983),
        (fails("TIMED_OUT"), "TIMED_OUT"),
        (fails("ABORTED", "Stopped", "stopped by a person"), "ABORTED: Stopped: stopped by a person"),
        (fails("ABORTED"), "ABORTED"),
    ],
)
def test_an_agent_that_fails_is_an_error_result_and_all_of_its_share_counts(called, content):
    played = play_agents(ask(1, 2), ask(3), turn(final()), agents={"ask": called}, cost_usd=1.0, tool_calls=9)
    assert [call["tool_choice"]["type"] for call in played.calls] == ["auto", "tool"]
    assert played.results == [
        {"type": "tool_result", "tool_use_id": f"toolu_{n}", "content": content, "is_error": True} for n in (1, 2)
    ]
    assert (played.run.output["stop_reason"], played.run.output["usage"]["cost_usd"]) == ("tokens", None)


def test_an_agent_whose_model_fails_says_what_it_has_used():
    def fails_later(given: dict[str, Any]) -> Any:
        done = play(turn(use("look")), lambda_error("LLMAuth", 'the "key"'), input=given | {"called_by": ["another"]}).run
        raise Ended(done.status, done.error, done.cause)

    played = play_agents(ask(1), ask(2), turn(final()), agents={"ask": fails_later}, cost_usd=10)
    used = '{"turns":1,"tool_calls":1,"tokens":110,"input_tokens":100,"output_tokens":10,"cost_usd":0.25,"unpriced_calls":0}'
    assert played.results[0]["content"] == f'FAILED: LLMAuth: the "key" (used {used})'
    usage = output(played)["usage"]
    # Three turns of its own, and one of each of the two that failed, with a call of a tool.
    assert (usage["turns"], usage["tool_calls"], usage["input_tokens"], usage["cost_usd"]) == (3, 4, 500, 1.25)
    assert output(played)["stop_reason"] == "answered"


@pytest.mark.attack("state_machine")
@pytest.mark.parametrize(
    "cause",
    [
        'no (used {"tokens":-5})',
        'no (used {"tokens":5}) more',
        "no (used {})",
        'no (used {"tokens":"5"})',
        'no (used {"a":{"b":5}})',
        'no (used {"tokens":5)',
        'no (used {"tokens":5,})',
        'no (used {"tokens":5.})',
        'no (used {"tokens":1.2.3})',
    ],
)
def test_what_is_no_account_of_a_run_is_a_text(cause):
    played = play_agents(ask(1), turn(final()), agents={"ask": fails("FAILED", "LLMAuth", cause)})
    assert played.results[0]["content"] == f"FAILED: LLMAuth: {cause}"
    assert (output(played)["output"], output(played)["usage"]["cost_usd"]) == (ANSWER, None)


@pytest.mark.attack("state_machine")
def test_an_agent_that_refuses_its_input_has_spent_nothing():
    circle = "called_by is a, b: this agent would call itself"
    played = play_agents(ask(1), ask(2), turn(final()), agents={"ask": fails("FAILED", "InvalidInput", circle)})
    assert played.results[0]["content"] == f"FAILED: InvalidInput: {circle}"
    assert (output(played)["stop_reason"], output(played)["usage"]["cost_usd"]) == ("answered", 0.75)
    assert len(set(played.step_functions.names)) == 2


@pytest.mark.attack("state_machine")
def test_a_circle_through_the_arns_of_state_machines_ends_with_an_error_result():
    """Here every state machine has one name, so that each is the one that called."""

    def itself(given: dict[str, Any]) -> Any:
        done = play(turn(final()), input=given).run
        if done.status != "SUCCEEDED":
            raise Ended(done.status, done.error, done.cause)
        return done.output

    played = play_agents(ask(1), turn(final()), agents={"ask": itself})
    assert played.results[0]["content"].startswith("FAILED: InvalidInput: called_by is in-process: this agent would call itself. ")
    assert output(played)["usage"]["cost_usd"] == 0.5


@pytest.mark.parametrize(
    ("result", "content"),
    [
        (answers(None, "tokens"), '{"output":null,"stop_reason":"tokens"}'),
        (answers({"a": "x" * 200_000}), UNUSABLE),
        (answers({"a": "日" * 50_000}), UNUSABLE),
        (answers({"a": "x" * 300_000}), "The agent's answer is over 256 KiB, more than a run can hold. Ask for less of it."),
        ({"another": "machine"}, '{"another":"machine"}'),
    ],
    ids=lambda value: str(value)[:30],
)
def test_an_agent_without_an_answer_that_can_be_used_is_an_error_result(result, content):
    played = play_agents(ask(1), turn(final()), agents={"ask": lambda _: result})
    assert played.results == [{"type": "tool_result", "tool_use_id": "toolu_1", "content": content, "is_error": True}]
    assert output(played)["output"] == ANSWER


@pytest.mark.parametrize("result", ["text", 5, None, [], {"output": {"a": 1}, "usage": {"tool_calls": "many"}}], ids=str)
def test_a_state_machine_that_is_no_agent_ends_no_run(result):
    played = play_agents(ask(1), turn(final()), agents={"ask": lambda _: result})
    assert played.results[0]["is_error"] is True
    assert output(played)["output"] == ANSWER


def test_an_answer_at_a_limit_says_so():
    played = play_agents(ask(1), turn(final()), agents={"ask": lambda _: answers({"a": 1}, "turns")})
    assert (played.results[0]["content"], played.results[0]["is_error"]) == ('{"output":{"a":1},"stop_reason":"turns"}', False)


def test_a_run_that_could_not_begin_is_tried_again_under_its_name_and_one_that_began_is_not():
    refuses = [refused("ExecutionLimitExceeded"), refused("ThrottlingException"), refused("KmsThrottlingException")]
    played = play_agents(ask(1), turn(final()), agents={"ask": lambda _: answers({"a": 1})}, refuses=refuses)
    assert played.results[0]["is_error"] is False
    assert (len(played.step_functions.names), len(set(played.step_functions.names))) == (4, 1)
    for never in ("ExecutionAlreadyExists", "StateMachineDoesNotExist", "InvalidName"):
        played = play_agents(ask(1), turn(final()), agents={"ask": lambda _: answers({"a": 1})}, refuses=[refused(never)])
        assert played.results[0]["content"].startswith(f"StepFunctions.{never}Exception: no ")
        assert len(played.step_functions.names) == 1
    failed = play_agents(ask(1), turn(final()), agents={"ask": fails("FAILED", "LLMAuth", "no")})
    assert len(failed.step_functions.names) == 1


def test_somebody_has_decided_for_each_error_of_start_execution_whether_it_is_tried_again():
    operation = get_session().get_service_model("stepfunctions").operation_model("StartExecution")
    tried = {name.removeprefix("StepFunctions.") for name in branch.template("agent")["${tool}"]["Retry"][0]["ErrorEquals"]}
    declared = {shape.name for shape in operation.error_shapes}
    assert declared - tried == {
        "ExecutionAlreadyExists",
        "InvalidArn",
        "InvalidExecutionInput",
        "InvalidName",
        "KmsAccessDeniedException",
        "KmsInvalidStateException",
        "StateMachineDeleting",
        "StateMachineDoesNotExist",
        "ValidationException",
    }
    # Step Functions puts Exception after a name. Its own documentation leaves it out. An error without a name is the service's.
    own = {"ExecutionLimitExceededException", "AWSStepFunctionsException", "SdkClientException", "ThrottlingException"}
    assert tried - declared == own


def test_a_run_that_takes_too_long_is_an_error_result():
    def hurry(definition: dict[str, Any]) -> None:
        definition["States"]["Use tools"]["ItemProcessor"]["States"]["ask"]["TimeoutSeconds"] = 1

    go_on = threading.Event()
    played = play_agents(ask(1), turn(final()), agents={"ask": lambda _: go_on.wait(10)}, change=hurry)
    go_on.set()
    assert played.results[0]["content"].startswith("States.Timeout: ")
    assert output(played)["stop_reason"] == "tool_calls"


@pytest.mark.parametrize(("name", "begins"), [("a", "a"), ("ü" * 80, "-" * 60), (".@+!'()=" * 10, ".-------" * 7 + ".---")])
def test_a_run_is_named_after_the_call_in_80_characters(name, begins):
    played = play_agents(ask(1, 2), ask(3), turn(final()), agents={"ask": lambda _: answers({"a": 1})}, name=name)
    names = sorted(played.step_functions.names)
    assert [one.rpartition("-")[0].rpartition("-")[0].rpartition("-")[0] for one in names] == [begins] * 3
    assert [one[-4:] for one in names] == ["-1-0", "-1-1", "-2-0"]
    assert all(len(one) <= 80 for one in names)


def test_agent_call_asks_an_agent_without_a_model_and_gives_it_all_of_the_limits():
    def without_a_model(definition: dict[str, Any]) -> None:
        changed = only_the_tools(definition)
        definition.clear()
        definition.update(changed)

    played = play_agents(
        agents={"ask": lambda _: answers({"a": 1})},
        input={"prompt": "A call.", "tool_uses": [QUESTION]},
        change=without_a_model,
        cost_usd=0.5,
    )
    assert played.step_functions.inputs[0]["limits"] == {"tool_calls": 100, "tokens": 1_000_000, "cost_usd": 0.5, "seconds": 900}
    [result] = played.run.output
    assert (result["content"], result["is_error"]) == ('{"output":{"a":1},"stop_reason":"answered"}', False)


@pytest.mark.parametrize(
    ("given", "prompt"),
    [({"question": "Why?"}, "Why?"), ({"question": "Why?", "day": 1}, '{"question":"Why?","day":1}'), ({"day": 1}, '{"day":1}')],
)
def test_an_input_of_another_form_is_the_question_as_json(given, prompt):
    played = play_agents(turn(use("ask", **given)), turn(final()), agents={"ask": lambda _: answers({"a": 1})})
    assert played.step_functions.inputs[0]["prompt"] == prompt


def test_a_call_of_an_agent_writes_few_enough_events_into_the_history():
    def events(*turns: Any, **more: Any) -> int:
        return len(play_agents(*turns, turn(final()), agents={"ask": more.pop("called", lambda _: answers({}))}, **more).run.events)

    none, one, two = events(), events(ask(1)), events(ask(1, 2))
    retried = events(ask(1), refuses=[refused("ThrottlingException")] * 2)
    failed = events(ask(1), called=fails("FAILED", "E", "x"))
    assert (one - none, two - one, retried - one, failed - one) == (11 + 12, 12, 2 * 3, 0)
    assert EVENTS_OF_A_CALL >= 12 + 10 * 3 - 6


@pytest.mark.parametrize("arn", [f"{MACHINE}own", f"{MACHINE}own:live"])
def test_an_agent_that_names_itself_is_refused(arn: str) -> None:
    own = {"region": "us-east-1", "account": "123456789012", "state_machine": "own"}
    with pytest.raises(ToolArgsError, match=f"the tool 'a' is the agent's own state machine, {arn}: allowed are other agents"):
        permissions([plain("a", agent={"state_machine_arn": arn})], own)


def test_the_role_may_start_watch_and_stop_runs_of_these_agents_alone():
    tools = [plain(name, agent={"state_machine_arn": MACHINE + arn}) for name, arn in (("a", "x"), ("b", "y:live"), ("c", "x"))]
    runs = "arn:aws:states:us-east-1:123456789012:execution:"
    assert permissions(tools, {"region": "us-east-1", "account": "123456789012"}) == [
        Permission("StartAgents", ("states:StartExecution",), (f"{MACHINE}x", f"{MACHINE}y:live")),
        Permission("WatchAgents", ("states:DescribeExecution", "states:StopExecution"), (f"{runs}x:*", f"{runs}y:*")),
        Permission(
            "HearOfAgents",
            ("events:PutTargets", "events:PutRule", "events:DescribeRule"),
            ("arn:aws:events:us-east-1:123456789012:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule",),
        ),
    ]


@pytest.mark.parametrize(
    ("own", "problem"),
    [
        (
            {"region": "eu-west-1", "account": "123456789012"},
            "of the region us-east-1: allowed is one of the stack's own region, eu-",
        ),
        (
            {"region": "us-east-1", "account": "999999999999"},
            "of the account 123456789012: allowed is one of the stack's own account",
        ),
    ],
)
def test_an_agent_of_another_account_or_region_is_refused(own, problem):
    with pytest.raises(ToolArgsError, match=f"the tool 'ask' is the state machine {MACHINE}x, {problem}"):
        refuse_elsewhere(plain("ask", agent={"state_machine_arn": f"{MACHINE}x"}), own)


@pytest.mark.parametrize("arn", [None, "", "sql", "arn:aws:lambda:us-east-1:123456789012:function:x", MACHINE, f"{MACHINE}a b"])
def test_what_is_no_state_machine_is_refused(arn):
    with pytest.raises(ToolArgsError, match=r"agent\.state_machine_arn is .*: allowed is the ARN of a state machine"):
        table.states(plain("ask", agent={"state_machine_arn": arn}))


def test_a_call_takes_as_long_as_a_run_of_the_agent_may():
    tool = plain("ask", agent={"state_machine_arn": f"{MACHINE}x"}) | {"timeout_seconds": 5000}
    assert table.states(tool)["ask"]["TimeoutSeconds"] == 5030
    assert json.dumps(table.states({**tool, "timeout_seconds": None})["ask"]["TimeoutSeconds"]) == "86430"
