"""What ends a run although nothing in it has failed: too much data, too much time, too many events."""

import threading

import pytest

from local.step_functions import execution
from tests.in_process import run
from tests.local.step_functions.test_states import machine, result, task, types

LIMIT = 256 * 1024


def answering(size: int):
    """A function whose answer is a text of so many bytes as JSON."""
    return lambda _: "x" * (size - 2)


CATCH_ALL = [{"ErrorEquals": ["States.ALL"], "Output": "caught", "Next": "Caught"}]


@pytest.mark.parametrize(("size", "status"), [(LIMIT, "SUCCEEDED"), (LIMIT + 1, "FAILED")])
def test_the_output_of_a_state_has_256_kib_at_most(size, status):
    output = {"Type": "Pass", "Output": "{% $states.input & $pad('', " + str(size - 3) + ", 'x') %}", "End": True}
    done = run(machine("A", A=output), "a", {})
    assert (done.status, done.error) == (status, None if status == "SUCCEEDED" else "States.DataLimitExceeded")


def test_bytes_are_counted_and_not_the_letters_or_their_escapes():
    japanese = "日" * (LIMIT // 3 - 1)
    assert run(machine("A", A={"Type": "Pass", "End": True}), japanese, {}).status == "SUCCEEDED"


@pytest.mark.parametrize("name", ["States.ALL", "States.TaskFailed"])
def test_a_task_that_answers_too_much_ends_the_run_and_no_other_name_catches_it(name):
    retry = [{"ErrorEquals": [name], "MaxAttempts": 3}]
    catch = [{"ErrorEquals": [name], "Output": "caught", "Next": "Caught"}]
    done = run(
        machine("A", A=result({}, Retry=retry, Catch=catch, End=True), Caught={"Type": "Succeed"}), {}, {"f": answering(LIMIT)}
    )
    assert (done.status, done.error) == ("FAILED", "States.DataLimitExceeded")
    assert types(done.events).count("TaskScheduled") == 1


@pytest.mark.parametrize("answer", [answering(LIMIT), answering(2 * LIMIT)])
def test_a_catch_that_names_it_catches_it_before_states_all(answer):
    catch = [{"ErrorEquals": ["States.DataLimitExceeded"], "Output": "{% $states.errorOutput.Error %}", "Next": "Caught"}]
    done = run(machine("A", A=result({}, Catch=[*catch, *CATCH_ALL], End=True), Caught={"Type": "Succeed"}), {}, {"f": answer})
    assert (done.status, done.output) == ("SUCCEEDED", "States.DataLimitExceeded")


def test_too_much_for_a_task_never_gets_there():
    def unexpected(_):
        raise AssertionError("called")

    payload = {"a": "{% $states.input %}", "b": "{% $states.input %}"}
    call = task("f", payload, Catch=CATCH_ALL, End=True)
    done = run(machine("A", A=call, Caught={"Type": "Succeed"}), "x" * 150_000, {"f": unexpected})
    assert (done.status, done.error) == ("FAILED", "States.DataLimitExceeded")


def test_one_assign_sets_256_kib_at_most():
    twice = {"Type": "Pass", "Assign": {"a": "{% $states.input %}", "b": "{% $states.input %}"}, "End": True}
    done = run(machine("A", A=twice), "x" * 150_000, {})
    assert (done.status, done.error) == ("FAILED", "States.DataLimitExceeded")
    assert "The variables a, b together exceed" in done.cause


def test_a_task_that_takes_too_long_times_out_and_its_late_answer_leaves_no_trace():
    late = threading.Event()
    finished = threading.Event()

    def slow(_):
        late.wait(10)
        finished.set()
        return "late"

    def let_it_end(_):
        late.set()
        finished.wait(10)
        return "next"

    timed_out = [{"ErrorEquals": ["States.Timeout"], "Output": "timed out", "Next": "Then"}]
    done = run(
        machine(
            "A",
            A=task("slow", TimeoutSeconds=1, Catch=timed_out, End=True),
            Then=task("then", Output={"before": "{% $states.input %}", "now": "{% $states.result.Payload %}"}, End=True),
        ),
        {},
        {"slow": slow, "then": let_it_end},
    )
    assert done.output == {"before": "timed out", "now": "next"}
    assert types(done.events).count("TaskTimedOut") == 1
    assert types(done.events).count("TaskSucceeded") == 1


def test_the_timeout_of_the_state_machine_ends_the_run_at_once():
    release = threading.Event()
    definition = machine("A", A=task("slow", Catch=CATCH_ALL, End=True), Caught={"Type": "Succeed"}) | {"TimeoutSeconds": 1}
    try:
        done = run(definition, {}, {"slow": lambda _: release.wait(30)})
    finally:
        release.set()
    assert (done.status, done.output) == ("TIMED_OUT", None)
    assert types(done.events)[-1] == "ExecutionTimedOut"


def test_a_full_history_ends_the_run(monkeypatch):
    monkeypatch.setattr(execution, "HISTORY_LIMIT_EVENTS", 40)
    loop = machine("A", A={"Type": "Pass", "Next": "B"}, B={"Type": "Pass", "Next": "A"})
    done = run(loop, {}, {})
    assert (done.status, done.error) == ("FAILED", "States.Runtime")
    assert done.cause == "The execution reached the maximum number of history events (40)."
    assert len(done.events) == 40
    assert types(done.events)[-1] == "ExecutionFailed"


def test_states_all_does_not_catch_a_runtime_error():
    failing = {
        "Type": "Parallel",
        "Branches": [machine("X", X={"Type": "Fail", "Error": "States.Runtime", "Cause": "broken"})],
        "Catch": CATCH_ALL,
        "End": True,
    }
    done = run(machine("A", A=failing, Caught={"Type": "Succeed"}), {}, {})
    assert (done.status, done.error) == ("FAILED", "States.Runtime")
