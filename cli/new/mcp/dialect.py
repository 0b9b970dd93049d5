"""Translates the input schema of a server's tool into the dialect of tools.json.

The translation takes every input that the server takes, but for fields that the server doesn't name. It may take more, and the
server then refuses the input. Notes in the descriptions say what the dialect has no key for: a default, a format, a multiple.
"""

import json
import math
from dataclasses import dataclass, field
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from agents.tools_json import patterns
from agents.tools_json.file import problems_of_a_tool
from agents.tools_json.input_schema import MOST_DEPTH
from agents.tools_json.schema import path_of, shown
from cli.new.mcp.errors import UntranslatableError
from cli.untrusted import clean

MOST_NODES = 500
"""The most schemas in a schema, with each reference written out."""
MOST_CHARACTERS = 1000
"""The most characters of a field's description."""
_MOST_WHOLE = 2**53 - 1
_KINDS = {
    "string": "a text",
    "integer": "a number",
    "number": "a number",
    "boolean": "a boolean",
    "array": "a list",
    "object": "an object",
}
_NOTED = {"format": "Format", "default": "Default", "examples": "Examples", "example": "Example", "multipleOf": "A multiple of"}


@dataclass(frozen=True)
class Translated:
    schema: dict[str, Any]
    null_if_missing: tuple[str, ...]
    """The fields that the server wants to be there, and that may be null."""


def translated(schema: dict[str, Any]) -> Translated:
    """Return the schema in the dialect. Raises UntranslatableError."""
    translation = _Translation(schema)
    try:
        Draft202012Validator.check_schema(schema)
        found, _ = translation.field(schema, "", 1)
    except SchemaError as wrong:
        place = clean(path_of(wrong.absolute_path))[:200]
        raise UntranslatableError(
            f"its input_schema is no JSON Schema: {place or 'it'} can't be {shown(wrong.instance)}"
        ) from wrong
    except RecursionError as wrong:
        raise UntranslatableError("its input_schema lies too deep in itself") from wrong
    if found["type"] != "object":
        raise UntranslatableError("its input isn't an object")
    if problems := problems_of_a_tool({"name": "tool", "description": "A tool.", "input_schema": found}):
        raise UntranslatableError(problems[0])
    return Translated(found, tuple(translation.nulls))


@dataclass
class _Translation:
    root: dict[str, Any]
    nulls: list[str] = field(default_factory=list)
    nodes: int = 0

    def field(self, schema: Any, path: str, depth: int) -> tuple[dict[str, Any], bool]:
        """Return a schema in the dialect, and whether the server takes a null in its place.

        path: the field's place, like `.rows[].note`. Empty for the whole input.
        """
        self.nodes += 1
        if self.nodes > MOST_NODES or depth > MOST_DEPTH:
            raise UntranslatableError(f"its input_schema is bigger than {MOST_NODES} schemas, or deeper than {MOST_DEPTH}")
        given = self._whole(schema, path)
        for key in ("anyOf", "oneOf"):
            if key in given:
                return self._one_of(given, key, path, depth)
        kind, nullable = _kind(given, path)
        match kind:
            case "object":
                made = self._object(given, path, depth)
            case "array":
                made = self._array(given, path, depth)
            case _:
                made = _simple(given, kind)
        return _described(made, given), nullable

    def _whole(self, schema: Any, path: str) -> dict[str, Any]:
        """Return a schema with its $ref and its allOf written out."""
        if not isinstance(schema, dict):
            raise UntranslatableError(f"{_named(path)} may be any value")
        given, seen = dict(schema), set[str]()
        while "$ref" in given or "allOf" in given:
            if "$ref" in given:
                reference = given.pop("$ref")
                if reference in seen or len(seen) > MOST_DEPTH:
                    raise UntranslatableError(f"{_named(path)} is a schema that names itself")
                seen.add(reference)
                given = {**self._referred(reference, path), **given}
            else:
                parts = given.pop("allOf")
                for part in parts if isinstance(parts, list) else []:
                    self.nodes += 1
                    if self.nodes > MOST_NODES:
                        raise UntranslatableError(f"its input_schema is bigger than {MOST_NODES} schemas")
                    _add(given, self._whole(part, path), path)
        return given

    def _referred(self, reference: Any, path: str) -> dict[str, Any]:
        found: Any = self.root
        if reference == "#":
            return self.root
        if not isinstance(reference, str) or not reference.startswith("#/"):
            raise UntranslatableError(f"{_named(path)} refers to {json.dumps(reference)[:100]}, which is nowhere in the schema")
        for step in reference[2:].split("/"):
            found = found.get(step.replace("~1", "/").replace("~0", "~")) if isinstance(found, dict) else None
        if not isinstance(found, dict):
            raise UntranslatableError(f"{_named(path)} refers to {json.dumps(reference)[:100]}, which is nowhere in the schema")
        return found

    def _one_of(self, given: dict[str, Any], key: str, path: str, depth: int) -> tuple[dict[str, Any], bool]:
        around = {name: value for name, value in given.items() if name != key}
        options = given[key] if isinstance(given[key], list) else []
        nullable, found = False, []
        for option in options:
            whole = self._whole(option, path)
            if whole.get("type") == "null" or whole.get("const", "") is None:
                nullable = True
                continue
            _add(whole, {name: value for name, value in around.items() if name not in ("title", "description", "default")}, path)
            made, takes_null = self.field(whole, path, depth)
            nullable = nullable or takes_null
            found.append(made)
        if not found:
            raise UntranslatableError(f"{_named(path)} may be nothing but null")
        return _described(_either(found, path), around), nullable

    def _object(self, given: dict[str, Any], path: str, depth: int) -> dict[str, Any]:
        fields = given.get("properties") or {}
        open_ended = given.get("additionalProperties", True) is not False
        if not isinstance(fields, dict) or (not fields and path and open_ended) or (not fields and given.get("patternProperties")):
            raise UntranslatableError(f"{_named(path)} is an object with fields of any name")
        if len(fields) == 0 and isinstance(given.get("additionalProperties"), dict):
            raise UntranslatableError(f"{_named(path)} is an object with fields of any name")
        required = [name for name in given.get("required", ()) if isinstance(name, str)]
        if missing := [name for name in required if name not in fields]:
            raise UntranslatableError(f"{_named(path)} has to have {missing[0]!r}, which the schema doesn't describe")
        made, needed = {}, []
        for name, schema in fields.items():
            inside = f"{path}.{name}"
            made[name], nullable = self.field(schema, inside, depth + 1)
            if name in required and nullable:
                self.nulls.append(inside[1:])
            elif name in required:
                needed.append(name)
        return {"type": "object", "properties": made, **({"required": needed} if needed else {}), "additionalProperties": False}

    def _array(self, given: dict[str, Any], path: str, depth: int) -> dict[str, Any]:
        if "prefixItems" in given or not isinstance(given.get("items"), dict) or not given["items"]:
            raise UntranslatableError(f"{_named(path)} is a list of values of any kind")
        items, nullable = self.field(given["items"], f"{path}[]", depth + 1)
        if nullable:
            raise UntranslatableError(f"{_named(path)} is a list with nulls in it")
        unique = {"uniqueItems": True} if given.get("uniqueItems") is True else {}
        return {"type": "array", "items": items, **_counts(given, "minItems", "maxItems"), **unique}


def _add(given: dict[str, Any], more: dict[str, Any], path: str) -> None:
    """Add the keys of a schema to another, which then says both. Raises UntranslatableError where they differ."""
    for key, value in more.items():
        if key not in given or given[key] == value:
            given[key] = value
        elif key == "properties":
            both = given[key].keys() & value.keys()
            if any(given[key][name] != value[name] for name in both):
                raise UntranslatableError(f"{_named(path)} has to be of several schemas, which say different things")
            given[key] = {**given[key], **value}
        elif key == "required":
            given[key] = [*given[key], *value]
        elif key not in ("title", "description", "default", "examples", "additionalProperties", "$defs"):
            raise UntranslatableError(f"{_named(path)} has to be of several schemas, which say different things")


def _kind(given: dict[str, Any], path: str) -> tuple[str, bool]:
    """Return the type of a schema, and whether it takes a null."""
    kinds = given.get("type")
    kinds = kinds if isinstance(kinds, list) else [kinds] if kinds else []
    values = [given["const"]] if "const" in given else given.get("enum")
    nullable = "null" in kinds or bool(given.get("nullable")) or (isinstance(values, list) and None in values)
    kinds = [kind for kind in kinds if kind != "null"]
    if not kinds and isinstance(values, list):
        kinds = list(dict.fromkeys(_kind_of(value) for value in values if value is not None))
    if not kinds:
        hints = {"properties": "object", "items": "array", "pattern": "string", "minLength": "string", "maxLength": "string"}
        kinds = list(dict.fromkeys(kind for key, kind in hints.items() if key in given))
    if set(kinds) == {"integer", "number"}:
        kinds = ["number"]
    if len(kinds) != 1 or kinds[0] not in _KINDS:
        said = " or ".join(_KINDS.get(kind, "null") for kind in kinds) or "any value"
        raise UntranslatableError(f"{_named(path)} may be {said}")
    return kinds[0], nullable


def _kind_of(value: Any) -> str:
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
    return "object"


def _simple(given: dict[str, Any], kind: str) -> dict[str, Any]:
    """Return the schema of a text, a number or a boolean."""
    values = [value for value in ([given["const"]] if "const" in given else _list(given.get("enum"))) if value is not None]
    if kind == "string":
        texts = list(dict.fromkeys(value for value in values if isinstance(value, str)))
        pattern = given.get("pattern")
        return {
            "type": kind,
            **({"enum": texts} if texts and all(texts) else {}),
            **_counts(given, "minLength", "maxLength"),
            **({"pattern": pattern} if isinstance(pattern, str) and not patterns.problem(pattern) else {}),
        }
    if kind == "boolean":
        return {"type": kind}
    numbers = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    given = {"minimum": min(numbers), "maximum": max(numbers)} if numbers else given
    bounds = {}
    for key, rounded in (
        ("minimum", math.ceil),
        ("exclusiveMinimum", math.floor),
        ("maximum", math.floor),
        ("exclusiveMaximum", math.ceil),
    ):
        bound = given.get(key)
        if isinstance(bound, int | float) and not isinstance(bound, bool) and abs(bound) <= _MOST_WHOLE:
            bounds[key] = rounded(bound) if kind == "integer" else bound
    return {"type": kind, **bounds}


def _either(found: list[dict[str, Any]], path: str) -> dict[str, Any]:
    """Return a schema that takes what any of these takes."""
    bare = [{key: value for key, value in each.items() if key != "description"} for each in found]
    if all(each == bare[0] for each in bare):
        return found[0] if len(found) == 1 else bare[0]
    kinds = {each["type"] for each in bare}
    if kinds == {"string"}:
        if all("enum" in each for each in bare):
            return {"type": "string", "enum": list(dict.fromkeys(text for each in bare for text in each["enum"]))}
        return {"type": "string"}
    if kinds <= {"integer", "number"}:
        return {"type": "number" if "number" in kinds else "integer"}
    raise UntranslatableError(f"{_named(path)} may be {' or '.join(dict.fromkeys(_KINDS[each['type']] for each in bare))}")


def _described(made: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Add the description, with notes of what the dialect has no key for."""
    own = given.get("description")
    texts = [own.strip() if isinstance(own, str) else made.get("description", "")]
    for key, words in _NOTED.items():
        if given.get(key) not in (None, [], ""):
            value = given[key]
            texts.append(f"{words}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}.")
    values = _list(given.get("enum")) if made["type"] != "string" or "enum" not in made else []
    if values:
        texts.append(f"One of: {json.dumps(values, ensure_ascii=False)[1:-1]}.")
    if isinstance(given.get("pattern"), str) and "pattern" not in made and made["type"] == "string":
        texts.append(f"Pattern: {given['pattern']}")
    text = bounded(" ".join(text for text in texts if text), MOST_CHARACTERS)
    return {**made, "description": text} if text else made


def bounded(text: str, most: int) -> str:
    """Return a text of the server without invisible and control characters, cut to `most` characters."""
    text = clean(text).strip()
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _counts(given: dict[str, Any], *keys: str) -> dict[str, int]:
    return {
        key: given[key]
        for key in keys
        if isinstance(given.get(key), int) and not isinstance(given[key], bool) and 0 <= given[key] <= _MOST_WHOLE
    }


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _named(path: str) -> str:
    return f"its field {clean(path[1:])[:200]}" if path else "its input"
