"""What OpenAI's Chat Completions API refuses, in its words where they are known.

Fields and types: https://platform.openai.com/docs/api-reference/chat/create.
"""

import re
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from local.scripted_model.dialects.openai.messages import check_messages
from local.scripted_model.request import RejectedError, demand, known_fields, needed

NAME = re.compile(r"^[a-zA-Z0-9_-]{1,64}$")
LONGEST_DESCRIPTION = 1024
BODY = (
    "model messages max_tokens max_completion_tokens temperature top_p n stop stream frequency_penalty presence_penalty "
    "logit_bias user tools tool_choice parallel_tool_calls response_format seed reasoning_effort verbosity metadata store "
    "service_tier prompt_cache_key safety_identifier"
)


def check(body: Any) -> None:
    """Raises RejectedError for a body that OpenAI would refuse."""
    demand(isinstance(body, dict), "We could not parse the JSON body of your request.")
    for name in body:
        demand(name in BODY.split(), f"Unknown parameter: '{name}'.", param=name, code="unknown_parameter")
    demand(isinstance(body.get("model"), str), "you must provide a model parameter")
    demand(not body.get("stream"), "The scripted model does not stream.", param="stream", code="unsupported_value")
    for name in ("max_tokens", "max_completion_tokens"):
        if name in body:
            words = f"Invalid '{name}': integer below minimum value."
            demand(needed(body, name, int, "") >= 1, words, param=name, code="integer_below_min_value")
    demand(0 <= body.get("temperature", 1) <= 2, "Invalid 'temperature': out of range.", param="temperature")
    names = _check_tools(body)
    _check_tool_choice(body, names)
    check_messages(needed(body, "messages", list, ""))


def _check_tools(body: dict[str, Any]) -> list[str]:
    demand(body.get("tools") != [], "Invalid 'tools': empty array.", param="tools", code="empty_array")
    names = []
    for number, tool in enumerate(body.get("tools", [])):
        at = f"tools[{number}]"
        known_fields(tool, "type function", at)
        demand(tool.get("type") == "function", f"Invalid value: '{tool.get('type')}'.", param=f"{at}.type")
        at = f"{at}.function"
        function = known_fields(needed(tool, "function", dict, at), "name description parameters strict", at)
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


def _check_tool_choice(body: dict[str, Any], names: list[str]) -> None:
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
        allowed = (None, "auto", "required", "none")
        demand(choice in allowed, f"Invalid value: '{choice}'. Supported values are: {allowed[1:]}.", param="tool_choice")
