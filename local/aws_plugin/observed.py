"""What AWS answered, put beside what the program asked for: a resource's outputs, and on a refresh its drifted inputs.

AWS fills in what a program leaves out (a log level, a default rule). That is no drift: only what the program names is compared.
"""

from typing import Any

from .difference import same
from .input_types import InputType, ListOf, ObjectOf, resource_inputs
from .resource_type import ResourceType, Values

_EMPTY: tuple[Any, ...] = (None, "", [], {})


def outputs(inputs: Values, live: Values) -> Values:
    """The outputs of a resource which was just made from the inputs: the program's own spelling of them is kept."""
    given = {name: value for name, value in inputs.items() if not name.startswith("__")}
    return _with_all_tags(live | given)


def refreshed(kind: ResourceType, inputs: Values, live: Values) -> tuple[Values, Values]:
    """The inputs and the outputs as they are now. An input that still means the same keeps the program's spelling."""
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
    """The inputs that a program must state to describe a resource which it did not make."""
    stated = {name: live[name] for name in sorted(kind.settable & live.keys()) if live[name] not in _EMPTY}
    return {name: value for name, value in stated.items() if kind.defaults.get(name) != value}


def project(live: Any, given: Any, kind: InputType) -> Any:
    """The live value reduced to what the given one names. Maps with keys of the user's own are taken whole."""
    if isinstance(kind, ObjectOf) and isinstance(live, dict) and isinstance(given, dict):
        return {name: project(live[name], given[name], kind.fields[name]) for name in given if live.get(name) is not None}
    if isinstance(kind, ListOf) and isinstance(live, list) and isinstance(given, list) and len(live) == len(given):
        return [project(one, other, kind.item) for one, other in zip(live, given, strict=True)]
    return live


def _with_all_tags(values: Values) -> Values:
    return values | {"tagsAll": values.get("tags") or {}} if "tags" in values else values
