"""The values that expressions see: `$states`, the variables, and when the variables of an Assign take effect."""

import datetime
import json
from collections.abc import Callable
from typing import Any, cast

from moto.stepfunctions.parser.api import HistoryEventType
from moto.stepfunctions.parser.asl.component.common.assign.assign_decl import AssignDecl
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType as Name
from moto.stepfunctions.parser.asl.component.common.string.string_expression import StringJSONata, StringVariableSample
from moto.stepfunctions.parser.asl.component.state.state import CommonStateField
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.states import States
from moto.stepfunctions.parser.asl.eval.variable_store import IllegalOuterScopeWrite, VariableStore

from local.step_functions import fields
from local.step_functions.data import LIMIT_BYTES, aws_time, plain, size_in_bytes
from local.step_functions.evaluator import QueryEvaluationError, evaluate
from local.step_functions.failures import event_details, failure
from local.step_functions.patch import Patch, instead

# `interpreter.parse` writes the name of its field in front of each expression.
END_OF_FIELD = "\x1f"


def _bindings(env: Environment) -> dict[str, Any]:
    store: VariableStore = env.variable_store
    context: dict[str, Any] = dict(env.states._states_data["context"])
    if state := context.get("State"):
        context["State"] = state | {"EnteredTime": aws_time(datetime.datetime.fromisoformat(state["EnteredTime"]))}
    states = {name: plain(value) for name, value in env.states._states_data.items() if name != "context"}
    return store._outer_scope | store._inner_scope | {"states": states | {"context": context}}


def _jsonata(self: StringJSONata, env: Environment) -> None:
    """Evaluate an expression and check its value. It replaces moto's function, which has no evaluator.

    moto writes the variables into the expression's text. Values with quotes would break that text, and large ones would take
    seconds.
    """
    field, _, expression = self.expression.partition(END_OF_FIELD)
    expression = expression.strip()
    try:
        value = evaluate(expression, _bindings(env), field)
        if why := fields.problem(field, value):
            raise QueryEvaluationError(f"The JSONata expression '{expression}' specified for the field '{field}' {why}")
    except QueryEvaluationError as error:
        raised = failure(env, Name.StatesQueryEvaluationError, str(error), field)
        env.event_manager.add_event(
            context=env.event_history_context,
            event_type=HistoryEventType.EvaluationFailed,
            event_details=event_details(evaluationFailedEventDetails=raised.get_evaluation_failed_event_details()),
        )
        raise raised from error
    env.stack.append(value)


def _variable_sample(self: StringVariableSample, env: Environment) -> None:
    """Read a variable in a JSONPath state (`$name.field`). moto evaluates this as text too."""
    env.stack.append(evaluate(self.expression, _bindings(env)))


def _reset(self: States, input_value: Any) -> None:
    """Leave `result` and `errorOutput` undefined outside the fields that have them, as AWS does. moto sets them to null."""
    # moto's type says that it always has all of its keys.
    data = cast(dict[str, Any], self._states_data)
    data["input"] = plain(input_value)
    data.pop("result", None)
    data.pop("errorOutput", None)


def _inner_frame(original: Callable[..., Environment]) -> Callable[..., Environment]:
    """Keep `$states.context.Map` in the frame of a task in a Map. moto's frame loses it."""

    def as_inner_frame_of(cls: type[Environment], env: Environment, *args: Any, **kwargs: Any) -> Environment:
        frame = original(cls, env, *args, **kwargs)
        if "Map" in (context := env.states.context_object.context_object_data):
            frame.states.context_object.context_object_data["Map"] = context["Map"]
        return frame

    return as_inner_frame_of


def _set_variable(self: VariableStore, variable_identifier: str, variable_value: Any) -> None:
    """Assign a variable for the states that follow.

    In AWS a state's Assign and Output are evaluated side by side, so the new values are seen from the next state on.
    https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html
    """
    if variable_identifier in self._outer_scope:
        raise IllegalOuterScopeWrite(variable_identifier=variable_identifier, variable_value=variable_value)
    self._declaration_tracing.add(variable_identifier)
    _assigned(self)[variable_identifier] = variable_value


def _assigned(store: VariableStore) -> dict[str, Any]:
    """Return the variables that the running state has assigned."""
    assigned: dict[str, Any] = store.__dict__.setdefault("_assigned", {})
    return assigned


def _assigned_variables(self: VariableStore) -> dict[str, str]:
    """Return the assigned variables as JSON for the history. moto's text isn't JSON if a string holds a quote."""
    return {name: json.dumps(_assigned(self)[name]) for name in self._declaration_tracing}


def _state(original: Callable[..., None]) -> Callable[..., None]:
    def _eval_body(self: CommonStateField, env: Environment) -> None:
        store: VariableStore = env.variable_store
        store._inner_scope.update(_assigned(store))
        _assigned(store).clear()
        original(self, env)

    return _eval_body


def _assign(original: Callable[..., None]) -> Callable[..., None]:
    """Fail when the variables of one Assign exceed the limit, which moto doesn't check."""

    def _eval_body(self: AssignDecl, env: Environment) -> None:
        original(self, env)
        names = {binding.binding.identifier for binding in self.declaration_bindings}
        if size_in_bytes({name: _assigned(env.variable_store)[name] for name in names}) > LIMIT_BYTES:
            cause = f"The variables {', '.join(sorted(names))} together exceed the maximum number of bytes service limit."
            raise failure(env, Name.StatesStatesDataLimitExceeded, cause)

    return _eval_body


PATCHES = (
    Patch(StringJSONata, "_eval_body", instead(_jsonata), "277b6f413214"),
    Patch(StringVariableSample, "_eval_body", instead(_variable_sample), "4aa01e616a98"),
    Patch(States, "reset", instead(_reset), "3026ea3d7689"),
    Patch(Environment, "as_inner_frame_of", _inner_frame, "eb77183cac4a"),
    Patch(VariableStore, "set", instead(_set_variable), "891b744a582d"),
    Patch(VariableStore, "get_assigned_variables", instead(_assigned_variables), "accd1b2a7446"),
    Patch(CommonStateField, "_eval_body", _state, "035f80caae12"),
    Patch(AssignDecl, "_eval_body", _assign, "652b8326e85d"),
)
