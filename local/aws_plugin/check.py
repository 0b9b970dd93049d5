"""Check property values against `pulumi_aws`'s types. Every failure names the property and what is allowed there."""

import difflib
from collections.abc import Iterator
from typing import Any, NamedTuple

from .input_types import InputType, ListOf, MapOf, ObjectOf, OneOf, Scalar
from .wire import UNKNOWN, Asset


class Failure(NamedTuple):
    """The reason why an input is refused."""

    property: str
    reason: str


def check_object(values: dict[str, Any], kind: ObjectOf, path: str = "") -> Iterator[Failure]:
    """Yield every property that is missing, unknown or of the wrong type. Names that start with `__` are Pulumi's own."""
    for name in sorted(kind.required - values.keys()):
        yield Failure(_join(path, name), f"is required: {describe(kind.fields[name])}")
    for name, value in values.items():
        if name.startswith("__"):
            continue
        if name not in kind.fields:
            yield Failure(_join(path, name), f"is not a property here. {suggest(name, kind.fields)}")
        else:
            yield from _check(value, kind.fields[name], _join(path, name))


def suggest(name: str, allowed: Any) -> str:
    """Return `Did you mean …?` if an allowed name is close, or else all allowed names."""
    close = difflib.get_close_matches(name, list(allowed), n=1)
    hint = f"Did you mean {close[0]}? " if close else ""
    return f"{hint}Allowed: {', '.join(sorted(allowed))}"


def describe(kind: InputType) -> str:
    """Return a type in words, like `a list of strings`."""
    if isinstance(kind, Scalar):
        article = "an" if kind.name[0] in "aeiou" else "a"
        return kind.name if kind.name == "anything" else f"{article} {kind.name}"
    if isinstance(kind, ListOf):
        return f"a list, each item {describe(kind.item)}"
    if isinstance(kind, MapOf):
        return f"a map, each value {describe(kind.item)}"
    if isinstance(kind, OneOf):
        return " or ".join(describe(one) for one in kind.options)
    return f"an object with {', '.join(sorted(kind.fields))}"


def _check(value: Any, kind: InputType, path: str) -> Iterator[Failure]:
    if value is UNKNOWN or value is None:
        return
    if isinstance(kind, OneOf):
        attempts = [list(_check(value, one, path)) for one in kind.options]
        if all(attempts):
            yield Failure(path, f"must be {describe(kind)}, and is {_name(value)}")
    elif isinstance(kind, ListOf) and isinstance(value, list):
        for index, item in enumerate(value):
            yield from _check(item, kind.item, f"{path}[{index}]")
    elif isinstance(kind, MapOf) and isinstance(value, dict):
        for name, item in value.items():
            yield from _check(item, kind.item, _join(path, name))
    elif isinstance(kind, ObjectOf) and isinstance(value, dict):
        yield from check_object(value, kind, path)
    elif not (isinstance(kind, Scalar) and _fits(value, kind.name)):
        yield Failure(path, f"must be {describe(kind)}, and is {_name(value)}")


def _fits(value: Any, name: str) -> bool:
    match name:
        case "string":
            return isinstance(value, str)
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "asset":
            return isinstance(value, Asset)
    return True


def _name(value: Any) -> str:
    """Describe a value for a message. A string's text is left out, because it could be a secret."""
    match value:
        case bool():
            return f"the boolean {str(value).lower()}"
        case int() | float():
            return f"the number {value}"
        case str():
            return "a string"
        case list():
            return "a list"
        case Asset():
            return "an asset"
    return "an object"


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
