"""A request against the shapes that AWS publishes for Converse, refused in the words of the service where they are known.

The shapes are those of botocore's service model. botocore's own ParamValidator is not used: it leaves maxima, patterns and enums to
the service, and takes true for a number.
"""

import base64
import binascii
import functools
import re
from typing import Any

import botocore.session
from botocore.model import Shape

from local.scripted_model.request import RejectedError, demand

Place = tuple[str | int, ...]
"""Names and indexes on the way to a value."""

_TYPES = {"structure": dict, "map": dict, "list": list, "string": str, "blob": str, "boolean": bool}
_NUMBERS = {"integer": int, "long": int, "float": (int, float), "double": (int, float)}


def check_shape(body: Any, model: str) -> None:
    """Raises RejectedError for a body, or a model id of the path, that isn't as its shape says."""
    shape = _converse()
    _check_string(model, shape.members["modelId"], ("modelId",))
    demand(isinstance(body, dict), "Unexpected field type")
    _check_structure(body, shape, (), {name: member for name, member in shape.members.items() if name != "modelId"})


def dotted(place: Place) -> str:
    """`messages.0.content.1`, as the service's own rules write a place."""
    return ".".join(str(part) for part in place)


@functools.cache
def _converse() -> Any:
    """It takes a tenth of a second to read, so no other dialect waits for it."""
    return botocore.session.get_session().get_service_model("bedrock-runtime").operation_model("Converse").input_shape


def _check(value: Any, shape: Shape, place: Place) -> None:
    if getattr(shape, "is_document_type", False):
        return
    if shape.type_name in _NUMBERS:
        number = isinstance(value, _NUMBERS[shape.type_name]) and not isinstance(value, bool)
        demand(number, f"Unexpected field type at {dotted(place)}")
        _check_range(value, value, shape, place, "Member must have value")
        return
    demand(isinstance(value, _TYPES[shape.type_name]), f"Unexpected field type at {dotted(place)}")
    if shape.type_name == "structure":
        _check_structure(value, shape, place, shape.members)
    elif shape.type_name == "list":
        _check_range(len(value), value, shape, place, "Member must have length")
        for index, each in enumerate(value):
            _check(each, shape.member, (*place, index))
    elif shape.type_name == "map":
        _check_range(len(value), value, shape, place, "Member must have length")
        for name, each in value.items():
            _check_string(name, shape.key, place)
            _check(each, shape.value, (*place, name))
    elif shape.type_name == "string":
        _check_string(value, shape, place)
    elif shape.type_name == "blob":
        _check_range(len(blob(value, place)), "…", shape, place, "Member must have length")


def _check_structure(value: dict[str, Any], shape: Any, place: Place, members: dict[str, Shape]) -> None:
    for name in value:
        pointer = "#/" + "/".join(str(part) for part in place)
        words = f"Malformed input request: {pointer}: extraneous key [{name}] is not permitted"
        demand(name in members, f"{words}, please reformat your input and try again.")
    if shape.is_tagged_union:
        words = f"The {shape.name} object at {dotted(place)} must set one of the following keys: {', '.join(members)}."
        demand(len(value) == 1, words)
    for name in shape.required_members:
        if name in members:
            demand(name in value, _violation(None, (*place, name), "Member must not be null"))
    for name, each in value.items():
        _check(each, members[name], (*place, name))


def _check_string(value: str, shape: Any, place: Place) -> None:
    _check_range(len(value), value, shape, place, "Member must have length")
    pattern = shape.metadata.get("pattern")
    fits = not pattern or re.fullmatch(pattern, value)
    demand(fits, _violation(value, place, f"Member must satisfy regular expression pattern: {pattern}"))
    known = not shape.enum or value in shape.enum
    demand(known, _violation(value, place, f"Member must satisfy enum value set: [{', '.join(shape.enum)}]"))


def _check_range(number: float, value: Any, shape: Shape, place: Place, words: str) -> None:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    demand(least is None or number >= least, _violation(value, place, f"{words} greater than or equal to {least}"))
    demand(most is None or number <= most, _violation(value, place, f"{words} less than or equal to {most}"))


def blob(value: str, place: Place) -> bytes:
    """What stands in base64 in JSON."""
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise RejectedError(f"Unexpected field type at {dotted(place)}: not base64") from error


def _violation(value: Any, place: Place, constraint: str) -> str:
    at = ".".join(f"{part + 1}.member" if isinstance(part, int) else part for part in place)
    shown = "null" if value is None else f"'{value}'"
    return f"1 validation error detected: Value {shown} at '{at}' failed to satisfy constraint: {constraint}"
