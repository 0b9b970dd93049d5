"""Combine AWS's answers with the program's inputs: into a resource's outputs, and on a refresh into its drifted inputs.

AWS fills in values that a program leaves out, such as a log level or a default rule. These are no drift: only the values that the
program names are compared.
"""

from typing import Any

from .difference import same
from .input_types import InputType, ListOf, ObjectOf, resource_inputs
from .resource_type import ResourceType, Values

_EMPTY: tuple[Any, ...] = (None, "", [], {})


def outputs(inputs: Values, live: Values) -> Values:
    """Return the outputs of a resource that was just made. They keep the program's own spelling of its inputs."""
    given = {name: value for name, value in inputs.items() if not name.startswith("__")}
    return _with_all_tags(live | given)


def refreshed(kind: ResourceType, inputs: Values, live: Values) -> tuple[Values, Values]:
    """Return the current inputs and outputs. An input that still means the same keeps the program's spelling."""
    if not inputs:
        return imported(kind, live), _with_all_tags(live)
    fields = resource_inputs(kind.token).fields
    now: Values = {}
    for name, given in inputs.items():
        if name.startswith("__") or name not in live:
            now[name] = given
            continue
        seen = project(live[name], given, fields[name])
        if same(kind, name, given, seen):
            now[name] = given
        elif seen is not None:
            now[name] = seen
    return now, outputs(now, live)


def imported(kind: ResourceType, live: Values) -> Values:
    """Return the inputs with which a program describes a resource that it did not make."""
    stated = {name: live[name] for name in sorted(kind.settable & live.keys()) if live[name] not in _EMPTY}
    return {name: value for name, value in stated.items() if kind.defaults.get(name) != value}


def project(live: Any, given: Any, kind: InputType) -> Any:
    """Reduce the live value to the parts that the given value names. Maps whose keys the user chooses are taken whole."""
    if isinstance(kind, ObjectOf) and isinstance(live, dict) and isinstance(given, dict):
        return {name: project(live[name], given[name], kind.fields[name]) for name in given if live.get(name) is not None}
    if isinstance(kind, ListOf) and isinstance(live, list) and isinstance(given, list) and len(live) == len(given):
        return [project(one, other, kind.item) for one, other in zip(live, given, strict=True)]
    return live


def _with_all_tags(values: Values) -> Values:
    return values | {"tagsAll": values.get("tags") or {}} if "tags" in values else values
