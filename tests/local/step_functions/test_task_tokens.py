"""Answers to the tokens of tasks that wait for one."""

import json

import pytest
from moto.stepfunctions.parser.asl.eval.callback.callback import (
    CallbackConsumerError,
    CallbackConsumerLeft,
    CallbackConsumerTimeout,
)

from local.step_functions.errors import ApiError, InvalidOutputError, InvalidTokenError, TaskDoesNotExistError, TaskTimedOutError
from local.step_functions.executions import Executions
from local.step_functions.state_machines import StateMachine

DEFINITION = json.dumps({"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 60, "End": True}}})
MACHINE = StateMachine("arn:aws:states:us-east-1:000000000000:stateMachine:waits", "waits", DEFINITION, "arn:aws:iam::0:role/r")


@pytest.mark.parametrize(
    ("why", "error"), [(CallbackConsumerTimeout(), TaskTimedOutError), (CallbackConsumerLeft(), TaskDoesNotExistError)]
)
def test_a_task_that_waits_no_longer_is_told_apart_by_why(why: CallbackConsumerError, error: type[ApiError]) -> None:
    executions = Executions()
    arn = executions.start(MACHINE, "one", "{}")["executionArn"]
    executions._running[arn].callbacks.add("token").report(why)
    with pytest.raises(error):
        executions.send_task_success("token", "{}")
    with pytest.raises(error):
        executions.send_task_heartbeat("token")
    executions.stop(arn, None, None)


def test_a_token_that_no_run_has_is_refused() -> None:
    with pytest.raises(InvalidTokenError):
        Executions().send_task_failure("token", "Error", "no such task")


@pytest.mark.parametrize("output", ["{", "", "NaN", "done"])
def test_an_output_that_is_no_json_is_refused(output: str) -> None:
    with pytest.raises(InvalidOutputError):
        Executions().send_task_success("token", output)
