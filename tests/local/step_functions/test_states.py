"""The rules of the States Language that the agents rely on, each in a small state machine."""

import pytest
from botocore.exceptions import EndpointConnectionError

from local.step_functions import InvalidDefinitionError
from tests.in_process import InProcessLambda, UnfinishedRunError, run

INVOKE = "arn:aws:states:::lambda:invoke"


class LLMRateLimited(Exception):
    pass


def machine(start: str, **states: dict) -> dict:
    return {"QueryLanguage": "JSONata", "StartAt": start, "States": states}


def task(function: str, payload: object = None, **fields: object) -> dict:
    return {"Type": "Task", "Resource": INVOKE, "Arguments": {"FunctionName": function, "Payload": payload or {}}, **fields}


def result(payload: object, **fields: object) -> dict:
    """A task whose output is the function's answer."""
    return task("f", payload, Output="{% $states.result.Payload %}", **fields)


def types(events: list[dict]) -> list[str]:
    return [event["type"] for event in events]


def test_a_task_gives_its_payload_and_takes_the_answer():
    seen = []
    done = run(machine("A", A=result("{% $states.input %}", End=True)), {"q": 'a "b"'}, {"f": lambda p: seen.append(p) or {"n": 1}})
    assert (done.status, done.output, seen) == ("SUCCEEDED", {"n": 1}, [{"q": 'a "b"'}])
    assert types(done.events) == [
        "ExecutionStarted",
        "TaskStateEntered",
        "TaskScheduled",
        "TaskStarted",
        "TaskSucceeded",
        "TaskStateExited",
        "ExecutionSucceeded",
    ]
    assert [event["id"] for event in done.events] == [1, 2, 3, 4, 5, 6, 7]


def test_a_function_is_found_by_name_and_by_arn():
    arn = "arn:aws:lambda:us-east-1:000000000000:function:f"
    call = {**result({}, End=True), "Arguments": {"FunctionName": arn, "Payload": {}}}
    assert run(machine("A", A=call), {}, {"f": lambda _: "by name"}).output == "by name"
    assert run(machine("A", A=call), {}, {arn: lambda _: "by arn"}).output == "by arn"


def test_a_function_that_is_not_there_fails_the_task():
    done = run(machine("A", A=result({}, End=True)), {}, {})
    assert (done.status, done.error) == ("FAILED", "Lambda.ResourceNotFoundException")
    assert done.cause.startswith(
        "Function not found: f (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException;"
    )


def test_an_exception_is_the_error_of_its_class_name():
    def fail(_):
        raise LLMRateLimited('slow "down"')

    done = run(machine("A", A=result({}, End=True)), {}, {"f": fail})
    assert (done.status, done.error) == ("FAILED", "LLMRateLimited")
    assert done.cause == '{"errorMessage":"slow \\"down\\"","errorType":"LLMRateLimited","stackTrace":[]}'


def test_a_lambda_that_cannot_be_reached_is_retried_under_the_name_that_aws_gives_it(monkeypatch):
    def unreachable(self, **_):
        raise EndpointConnectionError(endpoint_url="http://127.0.0.1:4566")

    monkeypatch.setattr(InProcessLambda, "invoke", unreachable)
    retry = [{"ErrorEquals": ["Lambda.SdkClientException"], "IntervalSeconds": 1, "MaxAttempts": 1}]
    done = run(machine("A", A=result({}, Retry=retry, End=True)), {}, {})
    assert (done.error, done.pauses) == ("Lambda.SdkClientException", [1])
    assert done.cause == 'Could not connect to the endpoint URL: "http://127.0.0.1:4566"'


def test_retry_matches_the_error_and_pauses_longer_each_time():
    calls = []

    def third_time_lucky(_):
        calls.append(1)
        if len(calls) < 3:
            raise LLMRateLimited("slow down")
        return len(calls)

    retry = [{"ErrorEquals": ["LLMRateLimited"], "IntervalSeconds": 2, "BackoffRate": 3, "MaxAttempts": 4}]
    done = run(machine("A", A=result({}, Retry=retry, End=True)), {}, {"f": third_time_lucky})
    assert (done.output, done.pauses) == (3, [2, 6])


def test_retry_of_another_error_does_nothing():
    def fail(_):
        raise ValueError("no")

    retry = [{"ErrorEquals": ["LLMRateLimited"], "MaxAttempts": 4}]
    done = run(machine("A", A=result({}, Retry=retry, End=True)), {}, {"f": fail})
    assert (done.error, done.pauses, types(done.events).count("TaskScheduled")) == ("ValueError", [], 1)


def test_retry_gives_up_and_catch_takes_over_with_output_and_assign():
    def fail(_):
        raise LLMRateLimited("slow down")

    caught = {
        "ErrorEquals": ["States.ALL"],
        "Assign": {"error": "{% $states.errorOutput.Error %}"},
        "Output": {"said": "{% $parse($states.errorOutput.Cause).errorMessage %}", "input": "{% $states.input.id %}"},
        "Next": "B",
    }
    retry = [{"ErrorEquals": ["LLMRateLimited"], "IntervalSeconds": 1, "MaxAttempts": 2}]
    done = run(
        machine(
            "A",
            A=result({}, Retry=retry, Catch=[caught], End=True),
            B={"Type": "Pass", "Output": "{% $merge([$states.input, {'error': $error}]) %}", "End": True},
        ),
        {"id": 7},
        {"f": fail},
    )
    assert done.output == {"said": "slow down", "input": 7, "error": "LLMRateLimited"}
    assert done.pauses == [1, 2]


def test_an_undefined_value_is_an_error_that_names_the_expression():
    done = run(machine("A", A={"Type": "Pass", "Output": {"x": "{% $states.input.nothing %}"}, "End": True}), {}, {})
    assert (done.status, done.error) == ("FAILED", "States.QueryEvaluationError")
    assert "'$states.input.nothing' specified for the field 'Output/x' returned nothing (undefined)." in done.cause
    assert "An error occurred while executing the state 'A'" in done.cause


def test_an_evaluation_error_in_arguments_can_be_caught():
    caught = {"ErrorEquals": ["States.QueryEvaluationError"], "Output": "caught", "Next": "B"}
    done = run(
        machine("A", A=result("{% $nothing %}", Catch=[caught], End=True), B={"Type": "Succeed"}), {}, {"f": lambda _: "not called"}
    )
    assert done.output == "caught"


def test_the_output_of_a_state_does_not_see_what_the_state_assigns():
    done = run(
        machine(
            "A",
            A={"Type": "Pass", "Assign": {"n": 1}, "Next": "B"},
            B={"Type": "Pass", "Assign": {"n": "{% $n + 1 %}"}, "Output": {"before": "{% $n %}"}, "Next": "C"},
            C={"Type": "Pass", "Output": "{% $merge([$states.input, {'after': $n}]) %}", "End": True},
        ),
        {},
        {},
    )
    assert done.output == {"before": 1, "after": 2}


def test_assigned_variables_stand_in_the_history_as_json():
    done = run(machine("A", A={"Type": "Pass", "Assign": {"text": "{% 'say \"hi\"' %}"}, "End": True}), {}, {})
    assert done.events[2]["stateExitedEventDetails"]["assignedVariables"] == {"text": '"say \\"hi\\""'}


def test_choice_takes_the_first_rule_that_holds_with_its_assign_and_output():
    choice = {
        "Type": "Choice",
        "Choices": [
            {"Condition": "{% $states.input.n > 10 %}", "Next": "End"},
            {"Condition": "{% $states.input.n > 5 %}", "Assign": {"size": "middle"}, "Output": "from the rule", "Next": "End"},
        ],
        "Assign": {"size": "small"},
        "Default": "End",
    }
    end = {
        "Type": "Pass",
        "Output": {"input": "{% $states.input %}", "size": "{% $exists($size) ? $size : 'unset' %}"},
        "End": True,
    }
    outputs = [run(machine("A", A=choice, End=end), {"n": n}, {}).output for n in (11, 6, 1)]
    assert outputs == [
        {"input": {"n": 11}, "size": "unset"},
        {"input": "from the rule", "size": "middle"},
        {"input": {"n": 1}, "size": "small"},
    ]


def test_choice_without_a_match_and_without_a_default_fails():
    choice = {"Type": "Choice", "Choices": [{"Condition": "{% false %}", "Next": "B"}]}
    assert run(machine("A", A=choice, B={"Type": "Succeed"}), {}, {}).error == "States.NoChoiceMatched"


def test_map_runs_in_parallel_keeps_the_order_and_reads_outer_variables():
    inner = {
        "ProcessorConfig": {"Mode": "INLINE"},
        "StartAt": "Use",
        "States": {
            "Use": task(
                "f",
                {"item": "{% $states.input.item %}", "index": "{% $states.context.Map.Item.Index %}", "outer": "{% $outer %}"},
                Output="{% $states.result.Payload %}",
                End=True,
            )
        },
    }
    use = {
        "Type": "Map",
        "Items": "{% $states.input.items %}",
        "ItemSelector": {"item": "{% $states.context.Map.Item.Value %}"},
        "MaxConcurrency": 5,
        "ItemProcessor": inner,
        "End": True,
    }
    done = run(
        machine("A", A={"Type": "Pass", "Assign": {"outer": "seen"}, "Next": "B"}, B=use),
        {"items": ["x", "y", "z"]},
        {"f": lambda payload: payload},
    )
    assert done.output == [{"item": item, "index": index, "outer": "seen"} for index, item in enumerate("xyz")]


def test_map_over_nothing_gives_an_empty_list():
    inner = {"StartAt": "Use", "States": {"Use": {"Type": "Pass", "End": True}}}
    use = {"Type": "Map", "Items": [], "ItemProcessor": inner, "End": True}
    assert run(machine("A", A=use), {}, {}).output == []


def test_an_iteration_that_catches_does_not_fail_the_map():
    def fail_at_two(payload):
        if payload == 2:
            raise ValueError("two")
        return payload

    inner = {
        "StartAt": "Use",
        "States": {
            "Use": result(
                "{% $states.input %}", Catch=[{"ErrorEquals": ["States.ALL"], "Output": "failed", "Next": "Failed"}], End=True
            ),
            "Failed": {"Type": "Pass", "End": True},
        },
    }
    use = {"Type": "Map", "Items": [1, 2, 3], "ItemProcessor": inner, "End": True}
    assert run(machine("A", A=use), {}, {"f": fail_at_two}).output == [1, "failed", 3]


def test_succeed_has_an_output_and_fail_an_error_and_a_cause_from_expressions():
    succeed = {"Type": "Succeed", "Output": {"doubled": "{% $states.input.n * 2 %}"}}
    assert run(machine("A", A=succeed), {"n": 4}, {}).output == {"doubled": 8}
    fail = {"Type": "Fail", "Error": "{% 'E' & $states.input.n %}", "Cause": "{% 'because of ' & $states.input.n %}"}
    done = run(machine("A", A=fail), {"n": 4}, {})
    assert (done.status, done.error, done.cause) == ("FAILED", "E4", "because of 4")


def test_the_context_says_who_runs_and_since_when_in_the_format_of_aws():
    wanted = {
        "name": "{% $states.context.Execution.Name %}",
        "id": "{% $states.context.Execution.Id %}",
        "input": "{% $states.context.Execution.Input %}",
        "age": "{% $millis() - $toMillis($states.context.Execution.StartTime) %}",
        "started": "{% $states.context.Execution.StartTime %}",
        "entered": "{% $states.context.State.EnteredTime %}",
        "state": "{% $states.context.State.Name %}",
    }
    done = run(machine("A", A={"Type": "Pass", "Output": wanted, "End": True}), {"q": 1}, {}, name="one")
    assert done.output["name"] == "one"
    assert done.output["id"] == "arn:aws:states:us-east-1:000000000000:execution:in-process:one"
    assert (done.output["input"], done.output["state"]) == ({"q": 1}, "A")
    assert 0 <= done.output["age"] < 60_000
    for name in ("started", "entered"):
        assert len(done.output[name]) == len("2026-01-01T00:00:00.000Z")
        assert done.output[name].endswith("Z")


def test_a_result_is_undefined_where_there_is_none():
    succeed = {"Type": "Succeed", "Output": "{% [$exists($states.result), $exists($states.errorOutput)] %}"}
    assert run(machine("A", A=succeed), {}, {}).output == [False, False]


def test_a_bare_string_is_an_output():
    assert run(machine("A", A={"Type": "Pass", "Output": "{% 'text' %}", "End": True}), {}, {}).output == "text"


def test_a_wait_asks_for_its_seconds():
    wait = {"Type": "Wait", "Seconds": "{% $states.input.n * 10 %}", "End": True}
    done = run(machine("A", A=wait), {"n": 3}, {})
    assert (done.status, done.pauses) == ("SUCCEEDED", [30])


def test_a_wrong_definition_does_not_run():
    with pytest.raises(InvalidDefinitionError, match="Missing 'Next' target: B at /StartAt"):
        run(machine("B", A={"Type": "Succeed"}), {}, {})


def test_a_run_that_does_not_end_is_given_up():
    loop = {"Type": "Pass", "Next": "B"}
    with pytest.raises(UnfinishedRunError, match=r"has not ended after 0\.2 seconds") as error:
        run(machine("A", A=loop, B={"Type": "Pass", "Next": "A"}), {}, {}, timeout=0.2)
    assert types(error.value.events)[:2] == ["ExecutionStarted", "PassStateEntered"]
