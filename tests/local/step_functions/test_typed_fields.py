"""A field whose expression has a value of the wrong kind: States.QueryEvaluationError, which names the field and can be caught."""

import datetime
import json
import os
import time

import pytest

from local.step_functions import InvalidDefinitionError
from tests.in_process import run
from tests.local.step_functions.test_states import machine, result, task

CATCH = [{"ErrorEquals": ["States.QueryEvaluationError"], "Output": "{% $states.errorOutput.Error %}", "Next": "Caught"}]
CAUGHT = {"Caught": {"Type": "Pass", "End": True}}
INNER = {"StartAt": "I", "States": {"I": {"Type": "Pass", "End": True}}}


def failed(state: dict, input: object = None, **more: dict) -> tuple[str | None, str]:
    """The error and the cause of a run whose state A is this one, without the words about the state."""
    done = run(machine("A", A=state, **more), input if input is not None else {}, {"f": lambda payload: payload})
    assert done.status == "FAILED", done
    words = "An error occurred while executing the state 'A' (entered at the event id #2). "
    assert done.cause.startswith(words), done.cause
    return done.error, done.cause.removeprefix(words)


def expression(text: str, field: str, why: str) -> tuple[str, str]:
    return "States.QueryEvaluationError", f"The JSONata expression '{text}' specified for the field '{field}' {why}"


WRONG = [
    ("'5'", "returned an unexpected result type. Expected 'number', but was 'string' for value: \"5\""),
    ("null", "returned an unexpected result type. Expected 'number', but was 'null' for value: null"),
    ("true", "returned an unexpected result type. Expected 'number', but was 'boolean' for value: true"),
    ("[1]", "returned an unexpected result type. Expected 'number', but was 'array' for value: [1]"),
    ("{'a': 1}", "returned an unexpected result type. Expected 'number', but was 'object' for value: {\"a\":1}"),
    ("1.5", "cannot be parsed as an integer: 1.5"),
    ("1/0", "returned an unexpected result type. Expected 'number', but was 'string' for value: \"Infinity\""),
    ("$nothing", "returned nothing (undefined)."),
]


@pytest.mark.parametrize(
    ("text", "why"),
    [*WRONG, ("0", "must be between 1 and 99999999 but was: 0"), ("-1 * 3", "must be between 1 and 99999999 but was: -3")],
)
@pytest.mark.parametrize("field", ["TimeoutSeconds", "HeartbeatSeconds"])
def test_the_seconds_of_a_task_are_a_whole_number_above_zero(field, text, why):
    call = result({}, End=True)
    if field == "HeartbeatSeconds":
        call["Resource"] += ".waitForTaskToken"
    assert failed(call | {field: f"{{% {text} %}}"}) == expression(text, field, why)
    caught = run(machine("A", A=call | {field: f"{{% {text} %}}", "Catch": CATCH}, **CAUGHT), {}, {"f": lambda payload: payload})
    assert caught.output == "States.QueryEvaluationError"


@pytest.mark.parametrize(("text", "why"), [*WRONG, ("-1", "must be 0 or more but was: -1")])
def test_max_concurrency_is_a_whole_number_from_zero_on(text, why):
    use = {"Type": "Map", "Items": [1, 2], "MaxConcurrency": f"{{% {text} %}}", "ItemProcessor": INNER, "End": True}
    assert failed(use) == expression(text, "MaxConcurrency", why)
    assert run(machine("A", A=use | {"Catch": CATCH}, **CAUGHT), {}, {}).output == "States.QueryEvaluationError"


@pytest.mark.parametrize("most", ["0", "1", "2.0", "10 / 2"])
def test_a_max_concurrency_that_fits_runs(most):
    use = {"Type": "Map", "Items": [1, 2], "MaxConcurrency": f"{{% {most} %}}", "ItemProcessor": INNER, "End": True}
    assert run(machine("A", A=use), {}, {}).output == [1, 2]


@pytest.mark.parametrize(
    ("text", "found"),
    [("{'a': 1}", "'object' for value: {\"a\":1}"), ("'x'", "'string' for value: \"x\""), ("7", "'number' for value: 7")],
)
def test_items_are_an_array(text, found):
    use = {"Type": "Map", "Items": f"{{% {text} %}}", "ItemProcessor": INNER, "End": True}
    assert failed(use) == expression(text, "Items", f"returned an unexpected result type. Expected 'array', but was {found}")
    assert run(machine("A", A=use | {"Catch": CATCH}, **CAUGHT), {}, {}).output == "States.QueryEvaluationError"


@pytest.mark.parametrize(
    ("text", "why"),
    [*WRONG, ("-1", "must be between 0 and 99999999 but was: -1"), ("1e8", "must be between 0 and 99999999 but was: 100000000")],
)
def test_the_seconds_of_a_wait_are_a_whole_number(text, why):
    assert failed({"Type": "Wait", "Seconds": f"{{% {text} %}}", "End": True}) == expression(text, "Seconds", why)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("7", "returned an unexpected result type. Expected 'string', but was 'number' for value: 7"),
        ("null", "returned an unexpected result type. Expected 'string', but was 'null' for value: null"),
        ("'tomorrow'", "does not reference a valid ISO-8601 extended offset date-time format string: tomorrow"),
        (
            "'2026-13-01T00:00:00Z'",
            "does not reference a valid ISO-8601 extended offset date-time format string: 2026-13-01T00:00:00Z",
        ),
        ("'2026-01-01'", "does not reference a valid ISO-8601 extended offset date-time format string: 2026-01-01"),
        ("$nothing", "returned nothing (undefined)."),
    ],
)
def test_the_timestamp_of_a_wait_is_a_moment(text, why):
    assert failed({"Type": "Wait", "Timestamp": f"{{% {text} %}}", "End": True}) == expression(text, "Timestamp", why)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York"])
@pytest.mark.parametrize("offset", [0, 2])
def test_a_wait_ends_at_its_moment_in_every_time_zone(monkeypatch, zone, offset):
    monkeypatch.setitem(os.environ, "TZ", zone)
    time.tzset()
    try:
        there = datetime.timezone(datetime.timedelta(hours=offset))
        moment = (datetime.datetime.now(there) + datetime.timedelta(seconds=100)).isoformat(timespec="milliseconds")
        done = run(machine("A", A={"Type": "Wait", "Timestamp": f"{{% '{moment}' %}}", "End": True}), {}, {})
    finally:
        monkeypatch.undo()
        time.tzset()
    assert 90 < done.pauses[0] <= 100


@pytest.mark.parametrize("field", ["Error", "Cause"])
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("7", "returned an unexpected result type. Expected 'string', but was 'number' for value: 7"),
        ("$nothing", "returned nothing (undefined)."),
    ],
)
def test_the_error_and_the_cause_of_a_fail_are_texts(field, text, why):
    fail = {"Type": "Fail", "Error": "E", "Cause": "because", field: f"{{% {text} %}}"}
    assert failed(fail) == expression(text, field, why)
    both = {"Type": "Parallel", "Branches": [machine("X", X=fail)], "Catch": CATCH, "End": True}
    assert run(machine("A", A=both, **CAUGHT), {}, {}).output == "States.QueryEvaluationError"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("'true'", "returned an unexpected result type. Expected 'boolean', but was 'string' for value: \"true\""),
        ("1", "returned an unexpected result type. Expected 'boolean', but was 'number' for value: 1"),
        ("null", "returned an unexpected result type. Expected 'boolean', but was 'null' for value: null"),
        ("[true]", "returned an unexpected result type. Expected 'boolean', but was 'array' for value: [true]"),
        ("$nothing", "returned nothing (undefined)."),
    ],
)
def test_the_condition_of_a_rule_is_a_boolean(text, why):
    rules = [{"Condition": "{% false %}", "Next": "B"}, {"Condition": f"{{% {text} %}}", "Next": "B"}]
    choice = {"Type": "Choice", "Choices": rules, "Default": "B"}
    assert failed(choice, B={"Type": "Succeed"}) == expression(text, "Choices[1]/Condition", why)
    inside = machine("X", X=choice | {"Choices": rules}, B={"Type": "Succeed"})
    both = {"Type": "Parallel", "Branches": [inside], "Catch": CATCH, "End": True}
    assert run(machine("A", A=both, **CAUGHT), {}, {}).output == "States.QueryEvaluationError"


def test_a_rule_after_the_one_that_holds_is_not_evaluated():
    rules = [{"Condition": "{% true %}", "Next": "B"}, {"Condition": "{% $nothing %}", "Next": "B"}]
    assert run(machine("A", A={"Type": "Choice", "Choices": rules}, B={"Type": "Succeed"}), 7, {}).output == 7


@pytest.mark.parametrize(
    ("state", "field"),
    [
        ({"Type": "Pass", "Output": {"v": "{% $nothing %}"}}, "Output/v"),
        ({"Type": "Pass", "Output": "{% $nothing %}"}, "Output"),
        ({"Type": "Pass", "Output": {"a": {"b": [[1, "{% $nothing %}"]]}}}, "Output/a/b[0][1]"),
        ({"Type": "Pass", "Assign": {"x": {"y": "{% $nothing %}"}}}, "Assign/x/y"),
        (task("f", {"q": "{% $nothing %}"}), "Arguments/Payload/q"),
        (task("f", Assign={"x": "{% $nothing %}"}), "Assign/x"),
        (task("f", Output={'é "q"': "{% $nothing %}"}), 'Output/é "q"'),
        ({"Type": "Map", "Items": [1], "ItemSelector": {"i": "{% $nothing %}"}, "ItemProcessor": INNER}, "ItemSelector/i"),
    ],
)
def test_the_cause_of_an_undefined_value_names_its_field(state, field):
    assert failed(state | {"End": True}) == expression("$nothing", field, "returned nothing (undefined).")


def test_the_fields_of_a_rule_and_of_a_catcher_have_their_number():
    rule = {"Condition": "{% true %}", "Output": {"v": "{% $nothing %}"}, "Next": "B"}
    choice = {"Type": "Choice", "Choices": [{"Condition": "{% false %}", "Next": "B"}, rule]}
    assert failed(choice, B={"Type": "Succeed"}) == expression("$nothing", "Choices[1]/Output/v", "returned nothing (undefined).")
    catch = [{"ErrorEquals": ["X"], "Next": "B"}, {"ErrorEquals": ["States.ALL"], "Output": {"v": "{% $nothing %}"}, "Next": "B"}]
    call = task("none", Catch=catch, End=True)
    assert failed(call, B={"Type": "Succeed"}) == expression("$nothing", "Catch[1]/Output/v", "returned nothing (undefined).")


def test_the_event_of_the_failure_names_the_field_too():
    done = run(machine("A", A={"Type": "Pass", "Output": {"v": "{% $nothing %}"}, "End": True}), {}, {})
    details = next(event["evaluationFailedEventDetails"] for event in done.events if event["type"] == "EvaluationFailed")
    assert (details["location"], details["state"], details["error"]) == ("Output/v", "A", "States.QueryEvaluationError")


@pytest.mark.parametrize(
    "state",
    [
        task("f", Output="{% $nothing %}"),
        task("f", {"a": "{% $nothing %}"}),
        {"Type": "Map", "Items": "{% 7 %}", "ItemProcessor": INNER},
        {"Type": "Pass", "Output": "{% $nothing %}"},
    ],
)
def test_a_failure_is_one_event(state):
    done = run(machine("A", A=state | {"End": True}), {}, {"f": lambda payload: payload})
    assert [event["type"] for event in done.events].count("EvaluationFailed") == 1


def test_the_cause_names_the_state_that_failed_and_none_around_it():
    inner = machine("X", X={"Type": "Pass", "Output": "{% $nothing %}", "End": True})
    done = run(machine("A", A={"Type": "Parallel", "Branches": [inner], "End": True}), {}, {})
    assert done.cause == (
        "An error occurred while executing the state 'X' (entered at the event id #4). "
        "The JSONata expression '$nothing' specified for the field 'Output' returned nothing (undefined)."
    )


def test_an_error_in_the_output_of_a_task_can_be_caught():
    call = task("f", Output={"v": "{% $states.result.none %}"}, Catch=CATCH, End=True)
    assert run(machine("A", A=call, **CAUGHT), {}, {"f": lambda payload: payload}).output == "States.QueryEvaluationError"


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (
            task("f", TimeoutSeconds=0, End=True),
            "The field 'TimeoutSeconds' must be between 1 and 99999999 but was: 0 at /States/A/TimeoutSeconds",
        ),
        (
            {"Type": "Map", "Items": [1], "MaxConcurrency": -1, "ItemProcessor": INNER, "End": True},
            "The field 'MaxConcurrency' must be 0 or more but was: -1 at /States/A/MaxConcurrency",
        ),
        ({"Type": "Wait", "Seconds": -1, "End": True}, "The field 'Seconds' must be between 0 and 99999999 but was: -1"),
    ],
)
def test_a_number_that_stands_in_the_definition_is_checked_when_it_is_created(state, why):
    with pytest.raises(InvalidDefinitionError) as error:
        run(machine("A", A=state), {}, {})
    assert why in str(error.value)


@pytest.mark.parametrize("escaped", [True, False])
def test_an_emoji_is_one_character_however_the_definition_writes_it(escaped):
    definition = machine(
        "A", A={"Type": "Pass", "Output": {"n": "{% $length('😀é日') %}", "t": "{% '😀' %}", "plain": "😀"}, "End": True}
    )
    done = run(json.dumps(definition, ensure_ascii=escaped), {}, {})
    assert done.output == {"n": 3, "t": "😀", "plain": "😀"}
