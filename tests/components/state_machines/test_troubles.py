"""Troubles of AWS and of the model's provider: a run ends right, or in order with a cause that a person understands.

docs/decisions/0014-a-call-is-made-again-where-that-is-safe.md says which call is made again.
"""

import json
import re
import threading
import time
from pathlib import Path

import pytest
from botocore.exceptions import EndpointConnectionError
from botocore.session import get_session

from components.state_machines.kinds.branch import template
from components.state_machines.render import TEMPLATE
from tests.components.loop import ANSWER, agent, final, lambda_error, ok, play, raises, sleeps, tool, turn, use
from tests.in_process import InvokeError, refused_call

DECISION = Path(__file__).parents[3] / "docs/decisions/0014-a-call-is-made-again-where-that-is-safe.md"
STATES = json.loads(TEMPLATE.read_text())["States"]
RETRIES_OF_LLM = STATES["Call LLM"]["Retry"]
RETRIES_OF_TOOL = template("function")["${tool}"]["Retry"]
OF_THE_TOOL = "NeverBeganError"
NEVER_BEGAN, OF_NO_USE = (
    [name.removeprefix("Lambda.") for name in each["ErrorEquals"] if name != OF_THE_TOOL] for each in RETRIES_OF_TOOL[:2]
)
MAY_HAVE_BEGUN = ["ServiceException", "EFSIOException"]


class NeverBeganError(Exception):
    """As a tool raises it where AWS has no room for a call that it makes."""


def refused(name):
    return refused_call(name, "AWS's own words")


def fails_first(errors):
    """A function that raises one error after the other, and then answers."""
    left = iter(errors)

    def function(event):
        for error in left:
            raise error
        return ok(event)

    return function


def decided():
    """The names of each row of the decision's table, in order."""
    rows = re.findall(r"^\| (`.*?`) \|", DECISION.read_text(), re.MULTILINE)
    return [re.findall(r"`(\w+)`", row) for row in rows]


def test_each_error_of_lambdas_invoke_is_decided_once():
    errors = get_session().get_service_model("lambda").operation_model("Invoke").error_shapes
    assert sorted(NEVER_BEGAN + MAY_HAVE_BEGUN + OF_NO_USE) == sorted(shape.name for shape in errors)


def test_the_decision_the_tools_and_the_llm_agree():
    assert [sorted(row) for row in decided()] == [NEVER_BEGAN, sorted(MAY_HAVE_BEGUN), OF_NO_USE]
    patient = [each for each in RETRIES_OF_LLM if "Lambda.TooManyRequestsException" in each["ErrorEquals"]]
    of_lambda = [f"Lambda.{name}" for name in NEVER_BEGAN]
    assert RETRIES_OF_TOOL[0]["ErrorEquals"] == [*of_lambda, OF_THE_TOOL]
    assert patient == [RETRIES_OF_TOOL[0] | {"ErrorEquals": of_lambda}]
    assert (RETRIES_OF_TOOL[0]["MaxAttempts"], RETRIES_OF_TOOL[1]["MaxAttempts"]) == (10, 0)
    named = {name for each in RETRIES_OF_LLM for name in each["ErrorEquals"]}
    assert {f"Lambda.{name}" for name in MAY_HAVE_BEGUN} < named
    assert named.isdisjoint(f"Lambda.{name}" for name in OF_NO_USE)


def test_a_tool_that_says_that_it_never_began_is_called_again():
    played = play(turn(use("look")), turn(final()), tools={"look": fails_first([NeverBeganError("no room")] * 3)})
    assert played.results[0]["content"] == "fine"
    assert len(played.tool_events) == 4


@pytest.mark.parametrize("names", [NEVER_BEGAN[:9], NEVER_BEGAN[9:]], ids=lambda names: names[0])
def test_a_call_that_never_began_is_made_again_even_of_a_tool_without_retries(names):
    played = play(turn(use("look")), turn(final()), tools={"look": fails_first(map(refused, names))})
    assert played.results[0]["content"] == "fine"
    assert len(played.tool_events) == 1 + len(names)
    called = play(*map(refused, names), turn(final()))
    assert called.run.output["output"] == ANSWER


# Each leaves open whether the function has begun, or says that it has.
BEGUN = {
    **{name: lambda name=name: refused(name) for name in MAY_HAVE_BEGUN},
    "AWSLambdaException": lambda: refused("SomethingNewException"),
    "SdkClientException": lambda: InvokeError(EndpointConnectionError(endpoint_url="https://lambda")),
    "ClientExecutionTimeoutException": lambda: lambda_error("Lambda.ClientExecutionTimeoutException"),
    "Unknown": lambda: lambda_error("Lambda.Unknown"),
    "Runtime.ExitError": lambda: lambda_error("Runtime.ExitError"),
    "Sandbox.Timedout": lambda: lambda_error("Sandbox.Timedout"),
}


@pytest.mark.parametrize("retries", [0, 2])
@pytest.mark.parametrize("error", BEGUN.values(), ids=BEGUN)
def test_a_call_of_a_tool_that_may_have_begun_is_made_again_as_often_as_its_retries_say(error, retries):
    done = play(turn(use("look")), turn(final()), agent=agent(tool("look", retries=retries)), tools={"look": raises(error())})
    assert len(done.tool_events) == 1 + retries
    assert done.results[0]["is_error"] is True


def test_a_call_that_the_state_machine_no_longer_waits_for_is_not_made_again_without_retries():
    def hurry(definition):
        definition["States"]["Use tools"]["ItemProcessor"]["States"]["look"]["TimeoutSeconds"] = 1

    done = play(turn(use("look")), turn(final()), tools={"look": sleeps(1.5)}, change=hurry)
    assert len(done.tool_events) == 1
    assert done.results[0]["content"].startswith("States.Timeout")


def test_a_tool_that_was_throttled_and_then_crashed_is_not_run_again_without_retries():
    errors = [refused("TooManyRequestsException"), RuntimeError("after it wrote"), RuntimeError("never")]
    done = play(turn(use("look")), turn(final()), tools={"look": fails_first(errors)})
    assert len(done.tool_events) == 2
    assert done.results[0]["content"] == "RuntimeError: after it wrote"


@pytest.mark.parametrize("error", BEGUN.values(), ids=BEGUN)
def test_a_call_of_the_llm_that_may_have_begun_is_made_again(error):
    assert play(error(), error(), error(), turn(final())).run.output["output"] == ANSWER


@pytest.mark.parametrize("name", ["KMSDisabledException", "ResourceNotFoundException"])
def test_a_call_for_which_waiting_is_of_no_use_is_made_once(name):
    done = play(turn(use("look")), turn(final()), agent=agent(tool("look", retries=2)), tools={"look": raises(refused(name))})
    assert len(done.tool_events) == 1
    assert done.results[0]["content"].startswith(f"Lambda.{name}: ")
    called = play(refused(name))
    assert (called.run.status, called.run.error, len(called.calls)) == ("FAILED", f"Lambda.{name}", 1)
    assert "AWS's own words" in called.run.cause


def test_the_patience_for_a_call_that_never_began_is_minutes_and_then_the_model_is_told():
    throttled = raises(refused("TooManyRequestsException"))
    played = play(turn(use("look")), turn(final()), tools={"look": throttled})
    assert len(played.tool_events) == 11
    assert played.results[0]["content"].startswith("Lambda.TooManyRequestsException: AWS's own words")
    assert played.run.output["output"] == ANSWER
    longest = [min(2 * 2**attempt, 90) for attempt in range(10)]
    assert sum(longest) == 486
    assert all(0 <= pause <= most for pause, most in zip(played.run.pauses, longest, strict=True))
    called = play(*[refused("TooManyRequestsException")] * 11)
    assert (called.run.status, called.run.error) == ("FAILED", "Lambda.TooManyRequestsException")


def test_eight_tools_of_a_turn_get_through_an_account_that_runs_three_functions_at_once():
    """A second of a pause takes 10 ms here, and a call 100 ms, which is ten seconds."""
    places, throttled = threading.Semaphore(3), []

    def look(event):
        if not places.acquire(blocking=False):
            throttled.append(event["id"])
            raise refused("TooManyRequestsException")
        try:
            time.sleep(0.1)
            return ok(event, event["id"])
        finally:
            places.release()

    ids = [f"toolu_{n}" for n in range(8)]
    played = play(turn(*(use("look", id) for id in ids)), turn(final()), tools={"look": look}, pace=0.01)
    assert [result["content"] for result in played.results] == ids
    assert throttled


def test_a_storm_of_429_is_sat_out_for_a_minute_on_average():
    storm = [lambda_error("LLMRateLimited", "slow down")] * 6
    played = play(*storm, turn(final()))
    assert played.run.output["output"] == ANSWER
    assert all(pause <= most for pause, most in zip(played.run.pauses, [2, 4, 8, 16, 32, 60], strict=True))


def test_a_run_that_waits_for_aws_ends_by_its_own_limit_in_seconds():
    """A second of a pause takes 0.3 s here. The pauses are drawn at random, so the tool adds what makes it a second."""
    tries = fails_first([refused("SnapStartNotReadyException")] * 3)

    def look(event):
        result = tries(event)
        time.sleep(1)
        return result

    played = play(turn(use("look")), turn(final()), agent=agent(seconds=1), tools={"look": look}, pace=0.3)
    assert (played.run.status, played.run.output["stop_reason"]) == ("SUCCEEDED", "seconds")
    assert played.run.output["output"] == ANSWER
