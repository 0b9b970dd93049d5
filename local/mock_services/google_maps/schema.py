"""Check a request in protobuf's JSON against the messages of `schema.json`. That file names its sources.

A name may be in camelCase or snake_case. null and an enum's first value count as absent. A number may be a string, and an enum may
be its number. https://protobuf.dev/programming-guides/json/
Google lists every violation of a request. Here only the first one is returned.
"""

import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from local.mock_services.google_maps.errors import ApiError, invalid

_FILE = Path(__file__).with_name("schema.json")
_INVALID = "Invalid JSON payload received."
_KINDS = {"string": (str, "TYPE_STRING"), "bool": (bool, "TYPE_BOOL"), "object": (dict, "TYPE_MESSAGE")}
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})")
_MOST = 2**31


class Schema:
    """The messages and enums of the APIs, by names like routing.Waypoint."""

    def __init__(self) -> None:
        published = json.loads(_FILE.read_text())
        self.methods: dict[str, dict[str, Any]] = published["methods"]
        self.types: dict[str, dict[str, str]] = published["types"]
        """The type of each field, by message and field: a message, an enum, string, bool, int, number, timestamp, duration or
        object. [X] is a list of X.
        """
        self.oneofs: dict[str, dict[str, list[str]]] = published["oneofs"]
        self.optional: dict[str, list[str]] = published["optional"]
        """The fields whose 0 is written. protobuf's JSON leaves out the 0 of all others."""
        self.enums: dict[str, list[str]] = published["enums"]

    def read(self, given: Any, message: str, at: str = "") -> dict[str, Any]:
        """Return the message with its names in camelCase and its times as datetimes. Raises ApiError for a field that the schema
        lacks.
        """
        if not isinstance(given, dict):
            raise _wrong(at, f"type.googleapis.com/{_full(message)}", given)
        fields, found = self.types[message], {}
        for name, value in given.items():
            camel = re.sub(r"_([a-z0-9])", lambda letter: letter[1].upper(), name)
            if camel not in fields:
                where = f" at '{at}'" if at else ""
                raise invalid(f'{_INVALID} Unknown name "{name}"{where}: Cannot find field.', at)
            kind = fields[camel]
            read = value if value is None else self._value(value, kind, f"{at}.{snake(camel)}".removeprefix("."))
            if read is not None and not (kind in self.enums and read == self.enums[kind][0]):
                found[camel] = read
        for union, names in self.oneofs.get(message, {}).items():
            for more in [name for name in given if name in names and given[name] is not None][1:]:
                words = f"Invalid value at '{at}' (oneof), oneof field '{union}' is already set. Cannot set '{more}'"
                raise invalid(words, at)
        return found

    def _value(self, given: Any, kind: str, at: str) -> Any:
        if kind.startswith("["):
            if not isinstance(given, list):
                raise _wrong(at, "", given)
            return [self._value(each, kind[1:-1], f"{at}[{number}]") for number, each in enumerate(given)]
        if isinstance(given, list):
            place, _, name = at.rpartition(".")
            raise invalid(
                f"{_INVALID} Unknown name \"{name}\" at '{place}': Proto field is not repeating, cannot start list.", place
            )
        if kind in self.types:
            return self.read(given, kind, at)
        if kind in self.enums:
            values = self.enums[kind]
            if isinstance(given, int) and not isinstance(given, bool) and 0 <= given < len(values):
                return values[given]
            if given not in values:
                raise _wrong(at, f"type.googleapis.com/{_full(kind)}", given)
            return given
        return _scalar(given, kind, at)

    def written(self, value: Any, message: str) -> Any:
        """Return the message in protobuf's JSON, without fields that are None, empty, or hold the 0 of their kind."""
        fields, kept = self.types[message], self.optional.get(message, [])
        found = {}
        for name, each in value.items():
            kind = fields[name].strip("[]")
            if kind in self.types and each is not None:
                each = [self.written(one, kind) for one in each] if isinstance(each, list) else self.written(each, kind)
            present = isinstance(each, dict) or bool(each) or (name in kept and each is not None)
            if present:
                found[name] = each
        return found


def snake(name: str) -> str:
    return re.sub(r"[A-Z]", lambda letter: f"_{letter[0].lower()}", name)


@cache
def schema() -> Schema:
    return Schema()


def parsed(body: bytes) -> Any:
    """Return the body as JSON. An empty body is an empty message. Raises ApiError."""

    def refuse(constant: str) -> None:
        raise ValueError(f"Unexpected token. {constant}")

    try:
        return json.loads(body or b"{}", parse_constant=refuse)
    except ValueError as error:
        raise ApiError(400, f"{_INVALID} {error}") from error


def _scalar(given: Any, kind: str, at: str) -> Any:
    if kind in _KINDS:
        expected, name = _KINDS[kind]
        if not isinstance(given, expected):
            raise _wrong(at, name, given)
        return given
    if kind in ("int", "number"):
        name = "TYPE_INT32" if kind == "int" else "TYPE_DOUBLE"
        try:
            number = float(given) if isinstance(given, int | float | str) and not isinstance(given, bool) else None
        except (ValueError, OverflowError):
            number = None
        if number is None or (kind == "int" and not (number.is_integer() and -_MOST <= number < _MOST)):
            raise _wrong(at, name, given)
        return int(number) if kind == "int" else number
    if kind == "timestamp":
        return _time(given, at)
    return given


def _time(given: Any, at: str) -> datetime:
    try:
        if isinstance(given, str) and _TIME.fullmatch(given):
            # Python takes six digits of a second's fraction, protobuf nine.
            return datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", given))
    except ValueError:
        pass
    words = "Illegal timestamp format; timestamps must end with 'Z' or have a valid timezone offset."
    field = re.sub(r"_([a-z])", lambda letter: letter[1].upper(), at)
    raise invalid(f"Invalid value at '{at}' (type.googleapis.com/google.protobuf.Timestamp), Field '{field}', {words}", at)


def _wrong(at: str, kind: str, given: Any) -> ApiError:
    shown = json.dumps(given, ensure_ascii=False)[:200]
    return invalid(f"Invalid value at '{at}'{f' ({kind})' if kind else ''}, {shown}", at)


def _full(name: str) -> str:
    package, _, rest = name.partition(".")
    if not rest:
        return f"google.geo.type.{name}" if name == "Viewport" else f"google.type.{name}"
    return f"google.maps.{package}.{'v1' if package == 'places' else 'v2'}.{rest}"
