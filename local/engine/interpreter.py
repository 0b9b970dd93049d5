"""moto's interpreter of the Amazon States Language, and every place where it is told to do as AWS does.

moto carries LocalStack's interpreter: the grammar, the state types and the event history are right, and are used as they are. It has no
JSONata evaluator (`eval_jsonata_expression` calls None) and calls its own mock services; and a few rules of AWS are missing. Each function
below takes the place of one of moto's, says why, and is listed in PATCHES with a digest of the code that it was written against:
`tests/local/engine/test_interpreter.py` fails when a new moto has changed that code.
"""

import datetime
import hashlib
import inspect
import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from moto.stepfunctions.parser.api import EvaluationFailedEventDetails, HistoryEventType, TaskFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.assign.assign_decl import AssignDecl
from moto.stepfunctions.parser.asl.component.common.error_name.error_equals_decl import ErrorEqualsDecl
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent, FailureEventException
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType
from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
from moto.stepfunctions.parser.asl.component.common.string.string_expression import StringJSONata, StringVariableSample
from moto.stepfunctions.parser.asl.component.program.program import Program
from moto.stepfunctions.parser.asl.component.state import state as state_module
from moto.stepfunctions.parser.asl.component.state.choice.state_choice import StateChoice
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils, state_task_lambda
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
    state_task_service,
    state_task_service_aws_sdk,
    state_task_service_callback,
    state_task_service_dynamodb,
    state_task_service_lambda,
    state_task_service_sfn,
)
from moto.stepfunctions.parser.asl.component.state.wait.wait_function.wait_function import WaitFunction
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails
from moto.stepfunctions.parser.asl.eval.states import States
from moto.stepfunctions.parser.asl.eval.variable_store import IllegalOuterScopeWrite, VariableStore
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser

from local.engine.clients import client_for
from local.engine.evaluator import QueryEvaluationError, evaluate

# https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html: data of a task, a state, an execution and an Assign.
DATA_LIMIT_BYTES = 256 * 1024

# "States.ALL can't catch" these two; https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
TERMINAL_ERRORS = frozenset({"States.DataLimitExceeded", "States.Runtime"})

# The exceptions of Lambda's Invoke that the Java SDK of AWS's integration has classes for; any other is an AWSLambdaException.
INVOKE_EXCEPTIONS = re.compile(
    r"^(EC2|EFS|ENI|InvalidParameterValue|InvalidRequestContent|InvalidRuntime|InvalidSecurityGroup|InvalidSubnet|InvalidZipFile|KMS|"
    r"RecursiveInvocation|RequestTooLarge|Resource|Service|SnapStart|SubnetIP|TooManyRequests|UnsupportedMediaType)\w*$"
)


@lru_cache(maxsize=256)
def parse(definition: str) -> Program:
    """The program of a definition. Parsing takes moto half a second for our agents, and a program keeps no state of a run."""
    return AmazonStateLanguageParser.parse(definition)[0]


def size_in_bytes(value: Any) -> int:
    """Of a value as AWS counts it: its JSON as UTF-8."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str).encode(errors="replace"))


def aws_time(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _bindings(env: Environment) -> dict[str, Any]:
    store: VariableStore = env.variable_store
    context = dict(env.states._states_data["context"])
    context["Execution"] = context["Execution"] | {"StartTime": aws_time(context["Execution"]["StartTime"])}
    if state := context.get("State"):
        context["State"] = state | {"EnteredTime": aws_time(datetime.datetime.fromisoformat(state["EnteredTime"]))}
    return store._outer_scope | store._inner_scope | {"states": env.states._states_data | {"context": context}}


def _failure(env: Environment, error: StatesErrorNameType, cause: str) -> FailureEventException:
    name = StatesErrorName(typ=error)
    if error == StatesErrorNameType.StatesQueryEvaluationError:
        kind = HistoryEventType.EvaluationFailed
        details = EventDetails(
            evaluationFailedEventDetails=EvaluationFailedEventDetails(error=name.error_name, cause=cause)
        )
    else:
        kind = HistoryEventType.TaskFailed
        details = EventDetails(taskFailedEventDetails=TaskFailedEventDetails(error=name.error_name, cause=cause))
    return FailureEventException(FailureEvent(env=env, error_name=name, event_type=kind, event_details=details))


def _jsonata(self: StringJSONata, env: Environment) -> None:
    """moto writes the variables into the text of the expression and evaluates that; values with quotes break it, big ones take seconds."""
    try:
        env.stack.append(evaluate(self.expression.strip(), _bindings(env)))
    except QueryEvaluationError as error:
        failure = _failure(env, StatesErrorNameType.StatesQueryEvaluationError, str(error))
        env.event_manager.add_event(
            context=env.event_history_context,
            event_type=HistoryEventType.EvaluationFailed,
            event_details=EventDetails(evaluationFailedEventDetails=failure.get_evaluation_failed_event_details()),
        )
        raise failure from error


def _variable_sample(self: StringVariableSample, env: Environment) -> None:
    """A variable in a JSONPath state (`$name.field`), which moto also evaluates as text."""
    env.stack.append(evaluate(self.expression, _bindings(env)))


def _reset(self: States, input_value: Any) -> None:
    """moto sets `result` and `errorOutput` to null; in AWS they are undefined outside the fields that have them."""
    self._states_data["input"] = json.loads(json.dumps(input_value))
    self._states_data.pop("result", None)
    self._states_data.pop("errorOutput", None)


def _inner_frame(original: Callable[..., Environment]) -> Callable[..., Environment]:
    """moto's frames of a task lose `$states.context.Map` inside a Map."""

    def as_inner_frame_of(cls: type[Environment], env: Environment, *args: Any, **kwargs: Any) -> Environment:
        frame = original(cls, env, *args, **kwargs)
        if "Map" in (context := env.states.context_object.context_object_data):
            frame.states.context_object.context_object_data["Map"] = context["Map"]
        return frame

    return as_inner_frame_of


def _set_variable(self: VariableStore, variable_identifier: str, variable_value: Any) -> None:
    """In AWS a state's Assign and Output are evaluated side by side: the new values are seen from the next state on.

    https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html
    """
    if variable_identifier in self._outer_scope:
        raise IllegalOuterScopeWrite(variable_identifier=variable_identifier, variable_value=variable_value)
    self._declaration_tracing.add(variable_identifier)
    _assigned(self)[variable_identifier] = variable_value


def _assigned(store: VariableStore) -> dict[str, Any]:
    return store.__dict__.setdefault("_assigned", {})


def _assigned_variables(self: VariableStore) -> dict[str, str]:
    """moto's text isn't JSON for a string that holds a quote."""
    return {name: json.dumps(_assigned(self)[name]) for name in self._declaration_tracing}


def _assign(original: Callable[..., None]) -> Callable[..., None]:
    """An Assign has the limit of a state's data, and moto doesn't check it."""

    def _eval_body(self: AssignDecl, env: Environment) -> None:
        original(self, env)
        names = {binding.binding.identifier for binding in self.declaration_bindings}
        if size_in_bytes({name: _assigned(env.variable_store)[name] for name in names}) > DATA_LIMIT_BYTES:
            cause = f"The variables {', '.join(sorted(names))} together exceed the maximum number of bytes service limit."
            raise _failure(env, StatesErrorNameType.StatesStatesDataLimitExceeded, cause)

    return _eval_body


def _state(original: Callable[..., None]) -> Callable[..., None]:
    def _eval_body(self: state_module.CommonStateField, env: Environment) -> None:
        store: VariableStore = env.variable_store
        store._inner_scope.update(_assigned(store))
        _assigned(store).clear()
        original(self, env)

    return _eval_body


def _is_within_size_quota(value: Any) -> bool:
    """moto counts a Japanese letter as the six bytes of its escape, and refuses a value of exactly the limit."""
    return size_in_bytes(value) <= DATA_LIMIT_BYTES


def _before_task(original: Callable[..., None]) -> Callable[..., None]:
    """The limit holds for what a task is given, too."""

    def _before_eval_execution(self: Any, env: Environment, raw_parameters: Any, **rest: Any) -> None:
        if not _is_within_size_quota(raw_parameters):
            cause = f"The arguments of the state/task '{self.name}' exceed the maximum number of bytes service limit."
            raise _failure(env, StatesErrorNameType.StatesStatesDataLimitExceeded, cause)
        original(self, env=env, raw_parameters=raw_parameters, **rest)

    return _before_eval_execution


def _after_task(original: Callable[..., None]) -> Callable[..., None]:
    """A task that answers after its timeout leaves no more events: the state machine went on without it."""

    def _after_eval_execution(self: Any, env: Environment, **rest: Any) -> None:
        if env.is_running():
            original(self, env=env, **rest)

    return _after_eval_execution


def _error_equals(original: Callable[..., None]) -> Callable[..., None]:
    def _eval_body(self: ErrorEqualsDecl, env: Environment) -> None:
        name = env.stack[-1]
        original(self, env)
        if name is not None and name.error_name in TERMINAL_ERRORS:
            env.stack[-1] = False

    return _eval_body


def _lambda_error(original: Callable[..., tuple[str, str]]) -> Callable[..., tuple[str, str]]:
    """A refused invocation is `Lambda.AWSLambdaException` in AWS, which a Retry of transient errors names."""

    def _error_cause_from_client_error(client_error: Any) -> tuple[str, str]:
        error, cause = original(client_error)
        if not INVOKE_EXCEPTIONS.match(client_error.response["Error"]["Code"]):
            error = "Lambda.AWSLambdaException"
        return error, cause

    return _error_cause_from_client_error


def _choice(self: StateChoice, env: Environment) -> None:
    """moto fails with States.Runtime where no rule matches, and takes a rule whose Next is the Default's for the Default."""
    for rule in self.choices_decl.rules:
        rule.eval(env)
        if env.stack.pop() is True:
            env.heap["chosen"] = "rule"
            env.stack.append(rule.next_stmt.name)
            return
    if self.default_state is None:
        raise _failure(env, StatesErrorNameType.StatesNoChoiceMatched, f"No choice matched in the state '{self.name}'.")
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
    env.event_manager.pause(wait_seconds)


class _Pause:
    """Takes the place of the module `time` in moto's Retry: the pause before a retry ends with the execution."""

    def __init__(self) -> None:
        import threading

        self.of_thread = threading.local()

    def sleep(self, seconds: float) -> None:
        self.of_thread.env.event_manager.pause(seconds)


def _retry(original: Callable[..., None]) -> Callable[..., None]:
    def _eval_body(self: retrier_decl.RetrierDecl, env: Environment) -> None:
        retrier_decl.time.of_thread.env = env
        original(self, env)

    return _eval_body


def _instead(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda original: function


PATCHES: tuple[tuple[Any, str, Callable[..., Any], str], ...] = (
    (StringJSONata, "_eval_body", _instead(_jsonata), ""),
    (StringVariableSample, "_eval_body", _instead(_variable_sample), ""),
    (States, "reset", _instead(_reset), ""),
    (Environment, "as_inner_frame_of", _inner_frame, ""),
    (VariableStore, "set", _instead(_set_variable), ""),
    (VariableStore, "get_assigned_variables", _instead(_assigned_variables), ""),
    (AssignDecl, "_eval_body", _assign, ""),
    (state_module.CommonStateField, "_eval_body", _state, ""),
    (state_module, "is_within_size_quota", _instead(_is_within_size_quota), ""),
    (state_task_lambda, "is_within_size_quota", _instead(_is_within_size_quota), ""),
    (state_task_service, "is_within_size_quota", _instead(_is_within_size_quota), ""),
    (state_task_service.StateTaskService, "_before_eval_execution", _before_task, ""),
    (state_task_service_callback.StateTaskServiceCallback, "_after_eval_execution", _after_task, ""),
    (state_task_service_lambda.StateTaskServiceLambda, "_error_cause_from_client_error", _lambda_error, ""),
    (ErrorEqualsDecl, "_eval_body", _error_equals, ""),
    (StateChoice, "_eval_state", _instead(_choice), ""),
    (StateChoice, "_eval_state_output", _instead(_choice_output), ""),
    (WaitFunction, "_wait_interval", _instead(_wait), ""),
    (retrier_decl.RetrierDecl, "_eval_body", _retry, ""),
    *(
        (module, "boto_client_for", _instead(client_for), "")
        for module in (
            lambda_eval_utils,
            state_task_service_aws_sdk,
            state_task_service_dynamodb,
            state_task_service_sfn,
        )
    ),
)


def source_digest(owner: Any, attribute: str) -> str:
    return hashlib.sha256(inspect.getsource(getattr(owner, attribute)).encode()).hexdigest()[:12]


def _apply() -> None:
    for owner, attribute, replacement, _ in PATCHES:
        original = inspect.getattr_static(owner, attribute)
        match original:
            case classmethod():
                setattr(owner, attribute, classmethod(replacement(original.__func__)))
            case staticmethod():
                setattr(owner, attribute, staticmethod(replacement(original.__func__)))
            case _:
                setattr(owner, attribute, replacement(original))
    retrier_decl.time = _Pause()


_apply()
