"""Reads the tool uses of an answer and checks them against the tools that the model was offered.

The model can correct a wrong tool use. So a problem becomes an `error` for the model to read, and never an exception.
"""

import json
import re
import uuid
from dataclasses import dataclass
from typing import Any

from call_llm import half_pairs, input_schema
from call_llm.errors import LLMBadRequest

# Every provider takes such ids and names. Ids also name objects in S3, so a model may not choose them freely.
_ID = re.compile(r"[a-zA-Z0-9_-]{1,40}")
_NOT_IN_A_NAME = re.compile(r"[^a-zA-Z0-9_-]")
NO_FIELDS = {"type": "object", "properties": {}, "additionalProperties": False}
MOST_INPUT_BYTES = 64 * 1024
"""The most bytes of JSON that the inputs of a turn may have. The state machine holds each twice: in the turn and in `tool_uses`."""


@dataclass(frozen=True)
class ToolUse:
    """A tool_use block, and the problem of arguments that could not be read."""

    block: dict[str, Any]
    problem: str | None = None


def read(calls: list[tuple[Any, Any, Any]], used_ids: set[str]) -> list[ToolUse]:
    """Return tool_use blocks for a provider's (id, name, arguments). The arguments are an object or its JSON.

    Replace an id that is missing, odd or taken already. Each id is answered once, and some servers count from 0 in every turn.
    """
    taken, uses, room = set(used_ids), [], MOST_INPUT_BYTES
    for given_id, given_name, arguments in calls:
        fits = is_id(given_id) and given_id not in taken
        identity = given_id if fits else f"toolu_{uuid.uuid4().hex}"
        taken.add(identity)
        given, problem = _parse_arguments(arguments)
        size = len(json.dumps(given, ensure_ascii=False).encode())
        if size > room:
            given, problem = {}, f"The input has {size} bytes. All calls of a turn may have {MOST_INPUT_BYTES}: make it smaller."
        else:
            room -= size
        uses.append(ToolUse({"type": "tool_use", "id": identity, "name": tidy_name(given_name), "input": given}, problem))
    return uses


def is_id(given: Any) -> bool:
    return isinstance(given, str) and _ID.fullmatch(given) is not None


def tidy_name(given: Any) -> str:
    """Return the name as every provider takes it."""
    return _NOT_IN_A_NAME.sub("_", str(given or "unnamed"))[:64]


def schemas_of(tools: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the input_schema of each tool by the tool's name. A tool without one has no fields.

    Raises LLMBadRequest for a schema that isn't of the dialect. No provider is asked then, so nothing is paid.
    """
    schemas = {tool["name"]: tool.get("input_schema", NO_FIELDS) for tool in tools}
    for name, schema in schemas.items():
        try:
            input_schema.refuse_other_schemas(schema)
        except input_schema.SchemaError as wrong:
            raise LLMBadRequest(
                f"the input_schema of tool {name} can't be used: {wrong}. docs/reference/tools-json.md says what to write instead"
            ) from wrong
    return schemas


def check(
    uses: list[dict[str, Any]],
    unreadable: dict[str, str],
    schemas: dict[str, dict[str, Any]],
    most: int | None,
    cut_off: bool,
) -> list[dict[str, Any]]:
    """Return `{id, name, input, error?}` for each tool_use block, in order. The input is as the tool takes it.

    The first one too many is the last one, and its error tells of the others. A model may ask for hundreds, and each takes a result
    and events of the state machine even if it isn't run.

    unreadable: the problems that `read` found, by id.
    schemas: the input_schema of each tool by the tool's name.
    most: how many may be run in one turn. None for any number.
    cut_off: the answer ended at max_tokens, so the last tool use may lack its end even if it is valid.
    """
    checked = []
    for number, use in enumerate(uses if most is None else uses[: most + 1]):
        given, error = use["input"], None
        if most is not None and number >= most:
            after = len(uses) - number - 1
            these = f"this one and the {after} after it" if after else "this one"
            error = f"Not run: {len(uses)} tools were called in one turn, and {most} are allowed. Call {these} again in the next."
        elif cut_off and number == len(uses) - 1:
            error = f"This call of {use['name']} was cut off, because the answer grew longer than max_tokens. Make it shorter."
        elif use["name"] not in schemas:
            error = f"There is no tool {use['name']}. There are: {', '.join(schemas) or 'none'}."
        elif use["id"] in unreadable:
            error = f"{unreadable[use['id']]} {input_schema.takes(use['name'], schemas[use['name']])}"
        else:
            fitted, problems = input_schema.fit(given, schemas[use["name"]])
            if problems:
                error = input_schema.sentence(use["name"], problems, schemas[use["name"]])
            else:
                given = fitted
        checked.append({"id": use["id"], "name": use["name"], "input": given} | ({"error": error} if error else {}))
    return checked


def storable(value: Any) -> Any:
    """Return the value as it survives JSON in UTF-8. A lone surrogate from a model's escapes becomes a question mark.

    Raises ValueError for NaN and Infinity. They are not JSON, and a result that holds them breaks the state machine.
    """
    return json.loads(json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace"))


def _parse_arguments(given: Any) -> tuple[dict[str, Any], str | None]:
    """Return the input, and the problem if there is one. Models send no arguments to a tool without fields."""
    try:
        value = json.loads(given) if isinstance(given, str) and given.strip() else given
        value = _inside(value) if isinstance(value, str) else value
        half = half_pairs.find(value)
        value = storable({} if value is None or (isinstance(value, str) and not value.strip()) else value)
    except (ValueError, RecursionError) as error:
        return {}, f"The arguments are not valid JSON: {error}. Given: {_shorten(str(given))}."
    if not isinstance(value, dict):
        return {}, f"The arguments have to be a JSON object. Given: {_shorten(str(given))}."
    if half:
        return value, f"The arguments have half of a surrogate pair ({half}), which is no character. Write the whole character."
    return value, None


def _inside(text: str) -> Any:
    """Return the object, or the nothing, whose JSON the text is. Otherwise return the text. Some models send JSON inside JSON."""
    value: Any = text
    try:
        while isinstance(value, str):
            value = json.loads(value)
    except ValueError:
        return text
    return value if isinstance(value, dict | None) else text


def _shorten(text: str) -> str:
    return input_schema.cut(storable(text))
