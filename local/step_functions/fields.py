"""The fields of a state that take a JSONata expression: where they stand, and what their values may be.

A definition names a field by its place, `/States/Ask/Output/text`. A failure names it within its state, `Output/text`, as AWS does.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from local.step_functions.data import moment

INNER_MACHINES = ("ItemProcessor", "Iterator", "Branches")

LONGEST_SECONDS = 99_999_999


@dataclass(frozen=True)
class Rule:
    """What a field takes. A number is a whole one between `least` and `most`."""

    type: str
    least: int = 0
    most: float = float("inf")

    def problem(self, field: str, value: Any) -> str | None:
        """Say what is wrong with a value, in the words of AWS where they are known."""
        if (found := type_name(value)) != self.type:
            shown = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            return f"returned an unexpected result type. Expected '{self.type}', but was '{found}' for value: {shown}"
        if found == "number" and not isinstance(value, int):
            return f"cannot be parsed as an integer: {value}"
        if found == "number" and not self.least <= value <= self.most:
            upper = f"between {self.least} and {self.most}" if self.most < float("inf") else f"{self.least} or more"
            return f"must be {upper} but was: {value}"
        if field == "Timestamp" and moment(value) is None:
            return f"does not reference a valid ISO-8601 extended offset date-time format string: {value}"
        return None


# https://docs.aws.amazon.com/step-functions/latest/dg/workflow-states.html
RULES = {
    "Choices/Condition": Rule("boolean"),
    "Cause": Rule("string"),
    "Credentials/RoleArn": Rule("string"),
    "Error": Rule("string"),
    "HeartbeatSeconds": Rule("number", 1, LONGEST_SECONDS),
    "ItemBatcher/MaxInputBytesPerBatch": Rule("number", 1),
    "ItemBatcher/MaxItemsPerBatch": Rule("number", 1),
    "ItemReader/ReaderConfig/MaxItems": Rule("number"),
    "Items": Rule("array"),
    "MaxConcurrency": Rule("number"),
    "Seconds": Rule("number", 0, LONGEST_SECONDS),
    "TimeoutSeconds": Rule("number", 1, LONGEST_SECONDS),
    "Timestamp": Rule("string"),
    "ToleratedFailureCount": Rule("number"),
    "ToleratedFailurePercentage": Rule("number", 0, 100),
}


def type_name(value: Any) -> str:
    """Return the type of JSON data as JSONata names it."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
    return "object"


def problem(field: str, value: Any) -> str | None:
    """Say what is wrong with the value of a field of a state. Most fields take any value."""
    rule = RULES.get(re.sub(r"^Choices\[\d+\]", "Choices", field))
    return rule.problem(field, value) if rule else None


def is_expression(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("{%") and value.endswith("%}")


Visit = Callable[[str, str, Any], Any]
"""Takes the place of a value in the definition, its field within the state, and the value. Returns the value to put there."""


def visit_values(machine: Any, visit: Visit, place: str = "", language: str = "JSONPath") -> Any:
    """Return a copy of a state machine with every single value of its JSONata states as `visit` returns it.

    What isn't a state machine or a state stays as it is: moto's parser says why it is none.
    """
    if not isinstance(machine, dict) or not isinstance(states := machine.get("States"), dict):
        return machine
    language = machine.get("QueryLanguage", language)
    visited = {name: _visit_state(state, visit, f"{place}/States/{name}", language) for name, state in states.items()}
    return machine | {"States": visited}


def _visit_state(state: Any, visit: Visit, place: str, language: str) -> Any:
    if not isinstance(state, dict):
        return state
    language = state.get("QueryLanguage", language)
    copy = {}
    for name, value in state.items():
        if name in INNER_MACHINES:
            inner = [visit_values(machine, visit, place, language) for machine in (value if isinstance(value, list) else [value])]
            copy[name] = inner if isinstance(value, list) else inner[0]
        else:
            copy[name] = _visit_value(value, visit, place, name) if language == "JSONata" else value
    return copy


def _visit_value(value: Any, visit: Visit, place: str, field: str) -> Any:
    match value:
        case dict():
            return {key: _visit_value(item, visit, place, f"{field}/{key}") for key, item in value.items()}
        case list():
            return [_visit_value(item, visit, place, f"{field}[{index}]") for index, item in enumerate(value)]
    return visit(f"{place}/{field}", field, value)
