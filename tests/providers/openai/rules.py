"""What OpenAI's Chat Completions API refuses, in its words where they are known. Other providers' copies say what they accept."""

import re
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from local.scripted_model.request import RejectedError, demand, known_fields, needed
from tests.providers.openai.accepted import OPENAI, Accepted
from tests.providers.openai.messages import check_messages

NAME = re.compile(r"^[a-zA-Z0-9_-]{1,64}$")
LONGEST_DESCRIPTION = 1024


def check(body: Any, accepted: Accepted = OPENAI) -> None:
    """Raises RejectedError for a body that OpenAI, or who has copied it, would refuse."""
    demand(isinstance(body, dict), "We could not parse the JSON body of your request.")
    for name in body:
        words = accepted.unknown_field.format(name=name)
        demand(name in accepted.body.split(), words, param=name, code="unknown_parameter")
    demand(isinstance(body.get("model"), str), "you must provide a model parameter")
    demand(not body.get("stream"), "The scripted model does not stream.", param="stream", code="unsupported_value")
    for name in ("max_tokens", "max_completion_tokens"):
        if name in body:
            words = f"Invalid '{name}': integer below minimum value."
            demand(needed(body, name, int, "") >= 1, words, param=name, code="integer_below_min_value")
    demand(0 <= body.get("temperature", 1) <= 2, "Invalid 'temperature': out of range.", param="temperature")
    names = _check_tools(body, accepted)
    _check_tool_choice(body, names, accepted)
    check_messages(needed(body, "messages", list, ""), accepted)


def _check_tools(body: dict[str, Any], accepted: Accepted) -> list[str]:
    demand(body.get("tools") != [], "Invalid 'tools': empty array.", param="tools", code="empty_array")
    names = []
    for number, tool in enumerate(body.get("tools", [])):
        at = f"tools[{number}]"
        known_fields(tool, "type function", at)
        demand(tool.get("type") == "function", f"Invalid value: '{tool.get('type')}'.", param=f"{at}.type")
        at = f"{at}.function"
        function = known_fields(needed(tool, "function", dict, at), accepted.function, at)
        names.append(needed(function, "name", str, at))
        good = NAME.match(function["name"])
        demand(good, f"Invalid '{at}.name': string does not match pattern '{NAME.pattern}'.", param=f"{at}.name")
        short = len(function.get("description", "")) <= LONGEST_DESCRIPTION
        demand(short, f"Invalid '{at}.description': string too long.", param=f"{at}.description")
        _check_schema(function.get("parameters", {"type": "object"}), function["name"], at)
    return names


def _check_schema(schema: Any, name: str, at: str) -> None:
    where = {"param": f"{at}.parameters", "code": "invalid_function_parameters"}
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        raise RejectedError(f"Invalid schema for function '{name}': {error.message}", **where) from error
    kind = schema.get("type") if isinstance(schema, dict) else None
    demand(
        kind == "object",
        f"Invalid schema for function '{name}': schema must be a JSON Schema of 'type: \"object\"', got 'type: \"{kind}\"'.",
        **where,
    )


def _check_tool_choice(body: dict[str, Any], names: list[str], accepted: Accepted) -> None:
    for name in ("tool_choice", "parallel_tool_calls"):
        words = f"Invalid value for '{name}': '{name}' is only allowed when 'tools' are specified."
        demand(names or name not in body, words, param=name)
    choice = body.get("tool_choice")
    if isinstance(choice, dict):
        known_fields(choice, "type function", "tool_choice")
        function = known_fields(needed(choice, "function", dict, "tool_choice"), "name", "tool_choice.function")
        found = function.get("name") in names
        demand(found, f"Tool choice '{function.get('name')}' not found in 'tools' parameter.", param="tool_choice")
    else:
        words = f"Invalid value: '{choice}'. Supported values are: {accepted.tool_choices}."
        demand(choice in (None, *accepted.tool_choices), words, param="tool_choice")
