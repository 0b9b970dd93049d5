"""The control flow of a state machine: Choice, Wait, the pauses of Retry, and the errors that nothing catches."""

import datetime
import threading
from collections.abc import Callable
from typing import Protocol, cast

from moto.stepfunctions.parser.asl.component.common.error_name.error_equals_decl import ErrorEqualsDecl
from moto.stepfunctions.parser.asl.component.common.error_name.error_name import ErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEventException
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType as Name
from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
from moto.stepfunctions.parser.asl.component.state.choice.state_choice import StateChoice
from moto.stepfunctions.parser.asl.component.state.exec.execute_state import ExecutionState
from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration import iteration_worker
from moto.stepfunctions.parser.asl.component.state.exec.state_parallel import branches_decl
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import state_task_service_callback
from moto.stepfunctions.parser.asl.component.state.fail import state_fail
from moto.stepfunctions.parser.asl.component.state.wait.wait_function.timestamp import Timestamp
from moto.stepfunctions.parser.asl.component.state.wait.wait_function.wait_function import WaitFunction
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.parse import preprocessor

from local.step_functions.data import moment
from local.step_functions.failures import failure
from local.step_functions.patch import Patch, instead

# States.ALL and States.TaskFailed catch neither. A Catch that names States.DataLimitExceeded catches it:
# https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-error-representation
# https://github.com/cdklabs/construct-hub/pull/1885
DATA_LIMIT_EXCEEDED = "States.DataLimitExceeded"
TERMINAL_ERRORS = frozenset({DATA_LIMIT_EXCEEDED, "States.Runtime"})

_this_thread = threading.local()


class _Pausing(Protocol):
    """The history of an `Execution`, which is the event manager of every run."""

    def pause(self, seconds: float, /) -> object: ...


def _pause(env: Environment, seconds: float) -> None:
    cast(_Pausing, env.event_manager).pause(seconds)


def _error_equals(original: Callable[..., None]) -> Callable[..., None]:
    """Let the terminal errors end the execution, as AWS does. moto's States.ALL catches them."""

    def _eval_body(self: ErrorEqualsDecl, env: Environment) -> None:
        name = env.stack[-1]
        original(self, env)
        if name is not None and name.error_name in TERMINAL_ERRORS:
            env.stack[-1] = name.error_name == DATA_LIMIT_EXCEEDED and name in self.error_names

    return _eval_body


def _named(error_name: str | None) -> ErrorName:
    """Return the name of an error that an inner state machine or a Fail state ends with, or that a Retry or a Catch names.

    moto fails where the name begins with `States.` and it doesn't know it, like States.Http.StatusCode.404.
    """
    states_errors = {name.to_name(): name for name in Name}
    return StatesErrorName(states_errors[error_name]) if error_name in states_errors else ErrorName(error_name)


def _choice(self: StateChoice, env: Environment) -> None:
    """Take the first rule that matches, or else the Default.

    moto fails with States.Runtime where no rule matches. If a rule and the Default have the same Next, moto mistakes that rule for
    the Default.
    """
    for rule in self.choices_decl.rules:
        rule.eval(env)
        if env.stack.pop() is True:
            env.heap["chosen"] = "rule"
            # Only the rules within And, Or and Not have none.
            assert rule.next_stmt
            env.stack.append(rule.next_stmt.name)
            return
    if self.default_state is None:
        raise failure(env, Name.StatesNoChoiceMatched, f"No choice matched in the state '{self.name}'.")
    env.heap["chosen"] = "default"
    env.stack.append(self.default_state.state_name)


def _choice_output(self: StateChoice, env: Environment) -> None:
    next_state_name = env.stack.pop()
    if env.heap.pop("chosen") == "default":
        if self.assign_decl:
            self.assign_decl.eval(env=env)
        if self.output:
            self.output.eval(env=env)
    if self._is_language_query_jsonpath():
        if self.output_path:
            self.output_path.eval(env=env)
        else:
            env.states.reset(input_value=env.stack.pop())
    env.next_state_name = next_state_name


def _wait(self: WaitFunction, env: Environment, wait_seconds: float) -> None:
    """Pause until the execution ends or the time is over. A test can do without the pause."""
    _pause(env, wait_seconds)


def _seconds_until(self: Timestamp, env: Environment) -> float:
    """Return the time until a timestamp. moto compares it with the clock on the wall, which shows another time zone."""
    self.string.eval(env=env)
    text = env.stack.pop()
    if (until := moment(text)) is None:
        raise FailureEventException(self._create_failure_event(env, text))
    return (until - datetime.datetime.now(datetime.UTC)).total_seconds()


def _with_output(original: Callable[..., None]) -> Callable[..., None]:
    """Evaluate the Output of a task where its Retry and Catch see an error, as AWS does."""

    def _evaluate_with_timeout(self: ExecutionState, env: Environment) -> None:
        original(self, env)
        if self.output:
            self.output.eval(env=env)

    return _evaluate_with_timeout


def _without_output(original: Callable[..., None]) -> Callable[..., None]:
    def _eval_state_output(self: ExecutionState, env: Environment) -> None:
        if not self.output:
            original(self, env)

    return _eval_state_output


def _retry(original: Callable[..., None]) -> Callable[..., None]:
    vars(retrier_decl)["time"] = _PauseOfRetry

    def _eval_body(self: retrier_decl.RetrierDecl, env: Environment) -> None:
        _this_thread.env = env
        original(self, env)

    return _eval_body


class _PauseOfRetry:
    """Replaces the module `time` in moto's Retry, for the same reason as `_wait`."""

    @staticmethod
    def sleep(seconds: float) -> None:
        _pause(_this_thread.env, seconds)


PATCHES = (
    Patch(ErrorEqualsDecl, "_eval_body", _error_equals, "aeda14a0cc01"),
    *(
        Patch(module, "CustomErrorName", instead(_named), "40a96f8ab369")
        for module in (branches_decl, iteration_worker, preprocessor, state_fail, state_task_service_callback)
    ),
    Patch(StateChoice, "_eval_state", instead(_choice), "47c01743c893"),
    Patch(StateChoice, "_eval_state_output", instead(_choice_output), "ab3b90209aa7"),
    Patch(ExecutionState, "_evaluate_with_timeout", _with_output, "c56deda08a42"),
    Patch(ExecutionState, "_eval_state_output", _without_output, "8319eaf73095"),
    Patch(Timestamp, "_from_timestamp_string", instead(moment), "711ff48cd648"),
    Patch(Timestamp, "_get_wait_seconds", instead(_seconds_until), "611d040940ad"),
    Patch(WaitFunction, "_wait_interval", instead(_wait), "8f954dee8037"),
    Patch(retrier_decl.RetrierDecl, "_eval_body", _retry, "48463fff19ce"),
)
