"""Find what is wrong with a definition when a state machine is created or updated, as AWS does."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from moto.stepfunctions.parser.asl.parse.asl_parser import ASLParserException

from local.step_functions import fields
from local.step_functions.data import from_json
from local.step_functions.evaluator import QueryEvaluationError, check
from local.step_functions.interpreter import parse

# https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html
LONGEST_DEFINITION = 1_048_576

# https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
JSONPATH_FIELDS = frozenset({"InputPath", "Parameters", "ResultSelector", "ResultPath", "OutputPath", "ItemsPath"})


@dataclass(frozen=True)
class Problem:
    """One reason why a definition is refused."""

    code: str
    message: str
    location: str
    """A path such as /States/Call LLM/Next."""

    def __str__(self) -> str:
        return f"{self.code}: {self.message} at {self.location}"


def problems(definition: str) -> list[Problem]:
    """Return every problem of a definition. The list is empty for a good one."""
    if len(definition) > LONGEST_DEFINITION:
        message = f"{len(definition)} characters, and at most {LONGEST_DEFINITION} are allowed"
        return [Problem("SCHEMA_VALIDATION_FAILED", message, "/")]
    try:
        machine = from_json(definition)
    except ValueError as error:
        return [Problem("INVALID_JSON_DESCRIPTION", str(error), "/")]
    if not isinstance(machine, dict):
        return [Problem("SCHEMA_VALIDATION_FAILED", "a state machine is an object", "/")]
    values = _values(machine)
    try:
        parse(definition)
    except ASLParserException as error:
        return values or [Problem("SCHEMA_VALIDATION_FAILED", str(error), "/")]
    except Exception as error:
        # moto's parser reports a wrong value by any exception that the field happens to raise.
        return values or [Problem("SCHEMA_VALIDATION_FAILED", f"{type(error).__name__}: {error}", "/")]
    return [*_transitions(machine, ""), *_json_path_fields(machine, "", "JSONPath"), *values]


def _transitions(machine: dict[str, Any], location: str) -> Iterator[Problem]:
    states = machine.get("States", {})
    targets = [("/StartAt", machine.get("StartAt"))]
    for name, state in states.items():
        place = f"/States/{name}"
        targets += [(f"{place}/{field}", state[field]) for field in ("Next", "Default") if field in state]
        for field in ("Choices", "Catch"):
            targets += [(f"{place}/{field}[{n}]/Next", rule.get("Next")) for n, rule in enumerate(state.get(field, []))]
        for inner in _nested(state):
            yield from _transitions(inner, location + place)
    for place, target in targets:
        if target not in states:
            yield Problem("MISSING_TRANSITION_TARGET", f"Missing 'Next' target: {target}", location + place)


def _json_path_fields(machine: dict[str, Any], location: str, language: str) -> Iterator[Problem]:
    """Yield the JSONPath fields of JSONata states. AWS refuses them; moto ignores them."""
    language = machine.get("QueryLanguage", language)
    for name, state in machine.get("States", {}).items():
        if state.get("QueryLanguage", language) == "JSONata":
            for field in state:
                if field in JSONPATH_FIELDS or field.endswith("Path"):
                    message = f"The field '{field}' is not supported when QueryLanguage is JSONata"
                    yield Problem("SCHEMA_VALIDATION_FAILED", message, f"{location}/States/{name}/{field}")
        for inner in _nested(state):
            yield from _json_path_fields(inner, f"{location}/States/{name}", language)


def _nested(state: dict[str, Any]) -> list[dict[str, Any]]:
    branches: list[dict[str, Any]] = state.get("Branches", [])
    return [state[field] for field in ("ItemProcessor", "Iterator") if field in state] + branches


def _values(machine: dict[str, Any]) -> list[Problem]:
    """Return what is wrong with single values: expressions that are not valid, and numbers out of their range."""
    found = []

    def visit(place: str, field: str, value: Any) -> None:
        try:
            if fields.is_expression(value):
                check(value[2:-2].strip())
            elif why := fields.problem(field, value):
                found.append(Problem("SCHEMA_VALIDATION_FAILED", f"The field '{field}' {why}", place))
        except QueryEvaluationError as error:
            found.append(Problem("INVALID_JSONATA_EXPRESSION", str(error), place))

    fields.visit_values(machine, visit)
    return found
