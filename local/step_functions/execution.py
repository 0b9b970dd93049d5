"""One run of a state machine: its start, stop, timeout and history."""

import datetime
import json
import threading
from collections.abc import Callable
from typing import Any, cast

from moto.stepfunctions.parser.api import ExecutionFailedEventDetails, HistoryEventType, StateMachineType
from moto.stepfunctions.parser.asl.component.eval_component import EvalComponent
from moto.stepfunctions.parser.asl.eval.callback.callback import CallbackPoolManager
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.evaluation_details import AWSExecutionDetails
from moto.stepfunctions.parser.asl.eval.event.event_manager import EventHistoryContext, EventManager
from moto.stepfunctions.parser.asl.eval.program_state import ProgramEnded, ProgramError
from moto.stepfunctions.parser.asl.eval.states import ContextObjectData, ExecutionData, StateMachineData

from local.step_functions import clients
from local.step_functions.data import aws_time
from local.step_functions.interpreter import parse
from local.step_functions.nested_runs import stop_all
from local.step_functions.state_machines import StateMachine

# https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
HISTORY_LIMIT_EVENTS = 25_000

ENDS = frozenset(
    {
        HistoryEventType.ExecutionAborted,
        HistoryEventType.ExecutionFailed,
        HistoryEventType.ExecutionSucceeded,
        HistoryEventType.ExecutionTimedOut,
    }
)

Pause = Callable[[float], Any]


class History(EventManager):
    """The events of a run.

    The event that ends the run closes the history. Tasks that still work then add no more events.
    """

    def __init__(self, pause: Pause, on_full: Callable[[], None]) -> None:
        super().__init__()
        self.pause = pause
        self.nested: dict[str, Callable[[], object]] = {}
        """How each run is stopped that a task waits for, by the run's ARN."""
        self._on_full = on_full
        self._order = threading.RLock()
        self._closed = False

    def add_event(self, context: EventHistoryContext, event_type: HistoryEventType, *args: Any, **kwargs: Any) -> int:
        with self._order:
            last = context.last_published_event_id
            if self._closed:
                return last
            if (
                event_type == HistoryEventType.EvaluationFailed
                and last
                and self._history_event_list[last - 1]["type"] == event_type
            ):
                # moto's tasks add the event that the expression has added.
                return last
            self._closed = event_type in ENDS
            event = super().add_event(context, event_type, *args, **kwargs)
        if event == HISTORY_LIMIT_EVENTS - 1:
            self._on_full()
        return event

    def end(self, event_type: HistoryEventType, **details: Any) -> bool:
        """Write the event that ends the run from outside. Return False if the run has already ended by itself."""
        with self._order:
            if self._closed:
                return False
            context = EventHistoryContext(previous_event_id=0)
            self.add_event(context, event_type, details or None)
            return True

    @property
    def events(self) -> list[dict[str, Any]]:
        """Return the events as `get_execution_history` gives them, in order. `timestamp` is ISO 8601 text."""
        with self._order:
            return [event | {"type": event["type"].value} for event in self._history_event_list]


class Execution:
    """A run on its own thread. `ended` is set when `status` and the other results are final."""

    def __init__(self, arn: str, name: str, machine: StateMachine, input_text: str, pause: Pause | None = None) -> None:
        self.arn = arn
        self.name = name
        self.machine = machine
        self.input_text = input_text
        self.status = "RUNNING"
        self.started = datetime.datetime.now(datetime.UTC)
        self.stopped: datetime.datetime | None = None
        self.output: str | None = None
        self.error: str | None = None
        self.cause: str | None = None
        self.ended = threading.Event()
        self.history = History(pause or self.ended.wait, self._history_is_full)
        self._environment = self._new_environment()

    def start(self) -> None:
        clients.assume_for(self.machine.role_arn, self.machine.arn)
        threading.Thread(target=self._run, name=f"execution {self.name}", daemon=True).start()

    def stop(self, error: str | None = None, cause: str | None = None) -> datetime.datetime:
        """Stop the run at once, as AWS does. A call that a task has begun goes on, but its answer is ignored."""
        details = {key: value for key, value in (("error", error), ("cause", cause)) if value is not None}
        if self.history.end(HistoryEventType.ExecutionAborted, executionAbortedEventDetails=details):
            self._environment.set_stop(stop_date=self.started, cause=cause, error=error)
            self._end("ABORTED", error=error, cause=cause)
            stop_all(self.history.nested)
        self.ended.wait()
        assert self.stopped
        return self.stopped

    @property
    def callbacks(self) -> CallbackPoolManager:
        """Return the pool that answers the tokens of waiting tasks."""
        return self._environment.callback_pool_manager

    def _new_environment(self) -> Environment:
        account, region = self.arn.split(":")[4], self.arn.split(":")[3]
        environment = Environment(
            aws_execution_details=AWSExecutionDetails(account=account, region=region, role_arn=self.machine.role_arn),
            execution_type=StateMachineType(self.machine.type),
            # moto's type asks for State, Task and Map too. They are set while one runs.
            context=cast(
                ContextObjectData,
                {
                    "Execution": ExecutionData(
                        Id=self.arn,
                        Input=json.loads(self.input_text),
                        Name=self.name,
                        RoleArn=self.machine.role_arn,
                        StartTime=aws_time(self.started),
                    ),
                    "StateMachine": StateMachineData(Id=self.machine.arn, Name=self.machine.name),
                },
            ),
            event_history_context=EventHistoryContext.of_program_start(),
            cloud_watch_logging_session=None,
            activity_store={},
        )
        environment.event_manager = self.history
        return environment

    def _run(self) -> None:
        environment = self._environment
        self.history.add_event(
            environment.event_history_context,
            HistoryEventType.ExecutionStarted,
            {
                "executionStartedEventDetails": {
                    "input": self.input_text,
                    "inputDetails": {"truncated": False},
                    "roleArn": self.machine.role_arn,
                }
            },
            update_source_event_id=False,
        )
        program = parse(self.machine.definition)
        environment.next_state_name = program.start_at.start_at_name
        timeout = threading.Timer(program.timeout_seconds.timeout_seconds, self._time_out) if program.timeout_seconds else None
        if timeout:
            timeout.daemon = True
            timeout.start()
        try:
            # `program.eval` would not do: a run that timed out gets its last event there only after the running task has answered.
            EvalComponent.eval(program, environment)
        finally:
            if timeout:
                timeout.cancel()
        match environment.program_state():
            case ProgramEnded():
                self._end("SUCCEEDED", output=json.dumps(environment.states.get_input(), ensure_ascii=False))
            case ProgramError(error=error):
                self._end("FAILED", error=(error or {}).get("error"), cause=(error or {}).get("cause"))

    def _time_out(self) -> None:
        if self.history.end(HistoryEventType.ExecutionTimedOut, executionTimedOutEventDetails={}):
            self._environment.set_timed_out()
            self._end("TIMED_OUT")

    def _history_is_full(self) -> None:
        error = "States.Runtime"
        cause = f"The execution reached the maximum number of history events ({HISTORY_LIMIT_EVENTS})."
        details = ExecutionFailedEventDetails(error=error, cause=cause)
        if self.history.end(HistoryEventType.ExecutionFailed, executionFailedEventDetails=details):
            self._environment.set_error(details)
            self._end("FAILED", error=error, cause=cause)

    def _end(self, status: str, output: str | None = None, error: str | None = None, cause: str | None = None) -> None:
        if self.ended.is_set():
            return
        self.status, self.output, self.error, self.cause = status, output, error, cause
        self.stopped = datetime.datetime.now(datetime.UTC)
        self.ended.set()
