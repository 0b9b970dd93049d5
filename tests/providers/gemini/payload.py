"""A request in Google's JSON, held against Google's published schema.

The JSON is protobuf's: a name may be written in camelCase or snake_case, null is the same as nothing, and a whole number may be a
string. https://protobuf.dev/programming-guides/json/
"""

import base64
import binascii
import json
import re
from pathlib import Path
from typing import Any

from local.scripted_model.request import RejectedError, demand

# A part holds one of these, and the schema's JSON doesn't say so. https://ai.google.dev/api/caching#Part
PART_DATA = ("text", "inlineData", "functionCall", "functionResponse", "fileData", "executableCode", "codeExecutionResult")
_PLAIN = {"string": str, "bool": bool, "object": dict}


class Schema:
    """The messages and enums that a request is made of, from a `schema.json`, which says where it comes from."""

    def __init__(self, file: Path) -> None:
        published = json.loads(file.read_text())
        self.types: dict[str, dict[str, str]] = published["types"]
        """By message and field: a message, an enum, string, bool, int, number, bytes, object (any JSON object), any (any JSON).
        `[X]` is a list of X and `{X}` an object with values of X."""
        self.enums: dict[str, list[str]] = published["enums"]

    def read(self, given: Any, message: str = "GenerateContentRequest", at: str = "") -> dict[str, Any]:
        """The message with its names in camelCase. Raises RejectedError for what the schema doesn't have."""
        _demand_kind(isinstance(given, dict), given, at)
        fields, found = self.types[message], {}
        for name, value in given.items():
            camel = re.sub(r"_([a-z0-9])", lambda letter: letter[1].upper(), name)
            where = f" at '{at}'" if at else ""
            words = f'Invalid JSON payload received. Unknown name "{name}"{where}: Cannot find field.'
            demand(camel in fields, words, param=at)
            if value is not None:
                found[camel] = self._value(value, fields[camel], f"{at}.{_snake(camel)}".removeprefix("."))
        if message == "Part":
            for more in [name for name in PART_DATA if name in found][1:]:
                words = f"Invalid value at '{at}' (oneof), oneof field 'data' is already set. Cannot set '{more}'"
                raise RejectedError(words, param=at)
        return found

    def _value(self, given: Any, kind: str, at: str) -> Any:
        if kind.startswith("["):
            _demand_kind(isinstance(given, list), given, at)
            return [self._value(each, kind[1:-1], f"{at}[{number}]") for number, each in enumerate(given)]
        if isinstance(given, list) and kind != "any":
            place, _, name = at.rpartition(".")
            words = f"Unknown name \"{name}\" at '{place}': Proto field is not repeating, cannot start list."
            raise RejectedError(f"Invalid JSON payload received. {words}", param=place)
        if kind.startswith("{"):
            _demand_kind(isinstance(given, dict), given, at)
            values = enumerate(given.items())
            return {name: self._value(value, kind[1:-1], f"{at}[{number}].value") for number, (name, value) in values}
        if kind in self.types:
            return self.read(given, kind, at)
        if kind in self.enums:
            # Google's own examples write them in lower case as well.
            _demand_kind(isinstance(given, str) and given.upper() in self.enums[kind], given, at)
            return given.upper()
        return _scalar(given, kind, at)


def _scalar(given: Any, kind: str, at: str) -> Any:
    if kind in _PLAIN:
        _demand_kind(isinstance(given, _PLAIN[kind]), given, at)
    elif kind in ("int", "number"):
        _demand_kind(isinstance(given, int | float | str) and not isinstance(given, bool), given, at)
        try:
            number = float(given)
        except ValueError:
            number = 0.5 if kind == "int" else None
        _demand_kind(number is not None and (kind == "number" or number.is_integer()), given, at)
        return int(number) if kind == "int" else number
    elif kind == "bytes":
        _demand_kind(isinstance(given, str) and decoded(given) is not None, given, at, "Base64 decoding failed for ")
    return given


def decoded(text: str) -> bytes | None:
    """Of base64 in either alphabet, with or without its padding. None for what isn't."""
    text = text.translate(str.maketrans("-_", "+/")).rstrip("=")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        return None


def _demand_kind(fine: bool, given: Any, at: str, why: str = "") -> None:
    shown = json.dumps(given, ensure_ascii=False)
    if not fine:
        raise RejectedError(f"Invalid value at '{at}', {why}{shown[:200]}", param=at)


def _snake(name: str) -> str:
    return re.sub(r"[A-Z]", lambda letter: f"_{letter[0].lower()}", name)
