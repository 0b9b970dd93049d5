"""The failure of a state, in the shape that moto's interpreter passes to Retry, Catch and the end of a run."""

from collections.abc import Callable
from typing import Any, cast

from moto.stepfunctions.parser.api import EvaluationFailedEventDetails, HistoryEventType, TaskFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name.error_name import ErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent, FailureEventException
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType as Name
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails

from local.step_functions.patch import Patch


def event_details(**one: Any) -> EventDetails:
    """The details of an event. moto's type asks for those of every kind of event, and an event has those of one."""
    return cast(EventDetails, one)


def task_failure(env: Environment, error: str, cause: str, resource_type: str, resource: str) -> FailureEvent:
    """Return the failure of a task with an error that the task's service names, like States.Http.Socket."""
    details = TaskFailedEventDetails(error=error, cause=cause, resourceType=resource_type, resource=resource)
    return FailureEvent(
        env=env,
        error_name=ErrorName(error),
        event_type=HistoryEventType.TaskFailed,
        event_details=event_details(taskFailedEventDetails=details),
    )


def failure(env: Environment, name: Name, cause: str, field: str | None = None) -> FailureEventException:
    """Return the exception to raise when a state fails with an error name of the States Language.

    field: the field whose expression failed.
    """
    error = StatesErrorName(typ=name)
    if name == Name.StatesQueryEvaluationError:
        kind = HistoryEventType.EvaluationFailed
        evaluation = EvaluationFailedEventDetails(error=error.error_name, cause=cause, location=field or "")
        details = event_details(evaluationFailedEventDetails=evaluation)
    else:
        kind = HistoryEventType.TaskFailed
        details = event_details(taskFailedEventDetails=TaskFailedEventDetails(error=error.error_name, cause=cause))
    event = FailureEvent(env=env, error_name=error, event_type=kind, event_details=details)
    # moto takes the last event of the state. AWS's cause says at which event the state was entered.
    vars(event)["source_event_id"] = _entered_at(env, event.source_event_id)
    return FailureEventException(event)


def _entered_at(env: Environment, event_id: int) -> int:
    """Return the id of the event that entered the running state, or the given one if there is none."""
    one: int | None = event_id
    while one:
        event = env.event_manager._history_event_list[one - 1]
        if (entered := event.get("stateEnteredEventDetails")) and entered.get("name") == env.next_state_name:
            return one
        one = event.get("previousEventId")
    return event_id


def _named_once(original: Callable[..., Any]) -> Callable[..., Any]:
    """Name the state that failed. Where that is within a Parallel or a Map, moto puts the names of the outer states before it."""

    def get_execution_failed_event_details(self: FailureEventException) -> Any:
        details = original(self)
        _, cause = self.extract_error_cause_pair() or (None, None)
        if details and cause and cause.startswith("An error occurred while executing the state '"):
            details["cause"] = cause
        return details

    return get_execution_failed_event_details


PATCHES = (Patch(FailureEventException, "get_execution_failed_event_details", _named_once, "cc932b747488"),)
