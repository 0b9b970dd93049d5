"""The executions of all state machines.

Each is also a file, so that a run can still be read after the process was stopped.
"""

import datetime
import hashlib
import json
import os
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from moto.stepfunctions.parser.asl.eval.callback.callback import (
    CallbackConsumerTimeout,
    CallbackNotifyConsumerError,
    CallbackOutcome,
    CallbackOutcomeFailure,
    CallbackOutcomeSuccess,
)

from local.step_functions.data import aws_time, from_json
from local.step_functions.errors import (
    ExecutionAlreadyExistsError,
    ExecutionDoesNotExistError,
    InvalidExecutionInputError,
    InvalidOutputError,
    InvalidTokenError,
    TaskDoesNotExistError,
    TaskTimedOutError,
    ValidationExceptionError,
)
from local.step_functions.execution import Execution
from local.step_functions.state_machines import StateMachine, check_name

# https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
LONGEST_INPUT = 262_144

Record = dict[str, Any]
"""`describe`: the answer of DescribeExecution, with dates as seconds since 1970. `events`: the history. `machine`: the state
machine of the run.
"""


class Executions:
    """All executions. A run that goes on is an object here.

    For a run that has ended, the description is in memory and the whole record is in `folder`. Without a folder the whole record
    stays in memory.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        self._running: dict[str, Execution] = {}
        self._ended: dict[str, Record] = {}
        for file in sorted(folder.glob("*/*.json")) if folder else ():
            record = json.loads(file.read_text())
            # An earlier version of this module gave the file another name.
            file.rename(self._file(record["describe"]["executionArn"]))
            if record["describe"]["status"] == "RUNNING":
                _abort(record, time.time())
                self._save(record)
            self._remember(record)

    def start(self, machine: StateMachine, name: str | None, input_text: str) -> Record:
        name = name if name is not None else str(uuid.uuid4())
        check_name(name)
        _check_input(input_text)
        arn = f"{machine.arn.replace(':stateMachine:', ':execution:')}:{name}"
        with self._lock:
            if arn in self._running or arn in self._ended:
                there = self.describe(arn)
                # StartExecution is idempotent for a run that goes on:
                # https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
                if there["status"] == "RUNNING" and there["input"] == input_text:
                    return there
                raise ExecutionAlreadyExistsError(f"Execution Already Exists: '{arn}'")
            execution = Execution(arn, name, machine, input_text)
            self._running[arn] = execution
            self._save(_record(execution))
        execution.start()
        threading.Thread(target=self._keep, args=(execution,), daemon=True).start()
        return _describe(execution)

    def describe(self, arn: str) -> Record:
        with self._lock:
            if execution := self._running.get(arn):
                return _describe(execution)
            described: Record = self._ended_record(arn)["describe"]
        return described

    def events(self, arn: str) -> list[dict[str, Any]]:
        with self._lock:
            execution = self._running.get(arn)
            events: list[dict[str, Any]] = execution.history.events if execution else self._whole(arn)["events"]
        return events

    def definition(self, arn: str) -> dict[str, Any]:
        """Return the state machine as it was when the run began."""
        with self._lock:
            execution = self._running.get(arn)
            machine: dict[str, Any] = _machine(execution) if execution else self._whole(arn)["machine"]
        return machine

    def stop(self, arn: str, error: str | None, cause: str | None) -> float:
        with self._lock:
            execution = self._running.get(arn)
            if not execution:
                stopped: float = self._ended_record(arn)["describe"]["stopDate"]
                return stopped
        return execution.stop(error, cause).timestamp()

    def of(self, machine_arn: str, status: str | None = None) -> list[Record]:
        """Return the runs of a state machine, newest first."""
        with self._lock:
            found = [*(_describe(execution) for execution in self._running.values())]
            found += [record["describe"] for record in self._ended.values()]
        found = [one for one in found if one["stateMachineArn"] == machine_arn and status in (None, one["status"])]
        return sorted(found, key=lambda one: one["startDate"], reverse=True)

    def send_task_success(self, token: str, output: str) -> None:
        try:
            from_json(output)
        except ValueError as error:
            raise InvalidOutputError(f"Invalid Output: '{error}'") from None
        self._answer(CallbackOutcomeSuccess(callback_id=token, output=output))

    def send_task_failure(self, token: str, error: str | None, cause: str | None) -> None:
        self._answer(CallbackOutcomeFailure(callback_id=token, error=error, cause=cause))

    def send_task_heartbeat(self, token: str) -> None:
        if not any(self._ask(execution.callbacks.heartbeat, callback_id=token) for execution in self._all_running()):
            raise InvalidTokenError("Invalid Token: 'Invalid token'")

    def _answer(self, outcome: CallbackOutcome) -> None:
        token = outcome.callback_id
        if not any(self._ask(e.callbacks.notify, callback_id=token, outcome=outcome) for e in self._all_running()):
            raise InvalidTokenError("Invalid Token: 'Invalid token'")

    def _all_running(self) -> list[Execution]:
        with self._lock:
            return list(self._running.values())

    @staticmethod
    def _ask(callback: Callable[..., bool], **arguments: Any) -> bool:
        try:
            return callback(**arguments)
        except CallbackNotifyConsumerError as error:
            if isinstance(error.callback_consumer_error, CallbackConsumerTimeout):
                raise TaskTimedOutError("Task Timed Out: 'Provided task does not exist anymore'") from None
            raise TaskDoesNotExistError("Task does not exist") from None

    def _keep(self, execution: Execution) -> None:
        execution.ended.wait()
        record = _record(execution)
        self._save(record)
        with self._lock:
            self._remember(record)
            self._running.pop(execution.arn, None)

    def _remember(self, record: Record) -> None:
        self._ended[record["describe"]["executionArn"]] = {"describe": record["describe"]} if self._folder else record

    def _whole(self, arn: str) -> Record:
        record = self._ended_record(arn)
        whole: Record = json.loads(self._file(arn).read_text()) if self._folder else record
        return whole

    def _ended_record(self, arn: str) -> Record:
        try:
            return self._ended[arn]
        except KeyError:
            raise ExecutionDoesNotExistError(f"Execution Does Not Exist: '{arn}'") from None

    def _save(self, record: Record) -> None:
        if not self._folder:
            return
        file = self._file(record["describe"]["executionArn"])
        file.parent.mkdir(parents=True, exist_ok=True)
        half = file.with_suffix(".half")
        half.write_text(json.dumps(record))
        os.replace(half, file)

    def _file(self, arn: str) -> Path:
        assert self._folder
        # A digest, because a run's name may be too long for a file's, and differ from another one's in capitals alone.
        machine = arn.split(":")[-2]
        return self._folder / machine / f"{hashlib.sha256(arn.encode()).hexdigest()}.json"


def _check_input(text: str) -> None:
    if len(text.encode()) > LONGEST_INPUT:
        raise ValidationExceptionError(
            "1 validation error detected: Value at 'input' failed to satisfy constraint: "
            f"Member must have length less than or equal to {LONGEST_INPUT}"
        )
    try:
        from_json(text)
    except ValueError as error:
        raise InvalidExecutionInputError(f"Invalid State Machine Execution Input: '{error}'") from None


def _abort(record: Record, stopped: float) -> None:
    """Record a run as ABORTED. The process stopped before the run ended."""
    why = {"error": "EngineStopped", "cause": "Step Functions on the laptop was stopped during this execution."}
    record["describe"] |= {"status": "ABORTED", "stopDate": stopped, **why}
    last = record["events"][-1:]
    record["events"].append(
        {
            "id": last[0]["id"] + 1 if last else 1,
            "previousEventId": 0,
            "type": "ExecutionAborted",
            "timestamp": aws_time(datetime.datetime.fromtimestamp(stopped, datetime.UTC)),
            "executionAbortedEventDetails": why,
        }
    )


def _record(execution: Execution) -> Record:
    return {"describe": _describe(execution), "events": execution.history.events, "machine": _machine(execution)}


def _machine(execution: Execution) -> dict[str, Any]:
    machine = execution.machine
    return {"definition": machine.definition, "roleArn": machine.role_arn, "name": machine.name, "arn": machine.arn}


def _describe(execution: Execution) -> Record:
    ended = execution.ended.is_set()
    answer: Record = {
        "executionArn": execution.arn,
        "stateMachineArn": execution.machine.arn,
        "name": execution.name,
        "status": execution.status if ended else "RUNNING",
        "startDate": execution.started.timestamp(),
        "input": execution.input_text,
    }
    if ended and execution.stopped:
        answer["stopDate"] = execution.stopped.timestamp()
        results = {"output": execution.output, "error": execution.error, "cause": execution.cause}
        answer |= {key: value for key, value in results.items() if value is not None}
    return answer
