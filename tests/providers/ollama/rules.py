"""What Ollama refuses, in the words of its server (api/types.go and server/routes.go of https://github.com/ollama/ollama).

It drops fields and options that it doesn't know, so that a misspelt one has no effect, and doesn't look whether calls and results
fit; here both are refused.
"""

import base64
import binascii
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from local.scripted_model.request import RejectedError, demand, known_fields

BODY = "model messages tools format options stream think keep_alive truncate shift logprobs top_logprobs"
MESSAGE = {
    "system": "role content images",
    "user": "role content images",
    "assistant": "role content images thinking tool_calls",
    "tool": "role content images tool_name tool_call_id",
}
INTEGERS = "num_ctx num_batch num_gpu main_gpu num_thread num_keep seed num_predict top_k repeat_last_n draft_num_predict"
FLOATS = "top_p min_p typical_p temperature repeat_penalty presence_penalty frequency_penalty"
OPTIONS = f"{INTEGERS} {FLOATS} use_mmap stop"
EFFORTS = (True, False, "low", "medium", "high", "max")


def check(body: Any) -> None:
    """Raises RejectedError for a body that Ollama would refuse."""
    known_fields(body, BODY, "")
    demand(isinstance(body.get("model"), str) and body["model"], "model is required")
    demand(body.get("stream") is False, "The scripted model does not stream, and Ollama does where it isn't told not to.")
    demand(body.get("think", True) in EFFORTS, 'invalid think value: must be a boolean or one of "high", "medium", "low", "max"')
    _check_options(known_fields(body.get("options") or {}, OPTIONS, "options"))
    for tool in body.get("tools") or []:
        _check_tool(tool)
    messages = body.get("messages")
    demand(isinstance(messages, list) and messages, "messages: a list of one message or more is needed")
    for message in messages:
        _check_message(message)
    for number, message in enumerate(messages):
        if message["role"] == "assistant":
            results_of(messages, number)
    answers = sum(len(each.get("tool_calls") or []) for each in messages)
    demand(answers == sum(each["role"] == "tool" for each in messages), "a tool message answers no call")


def results_of(messages: list[dict[str, Any]], number: int) -> list[dict[str, Any]]:
    """The results of an assistant message's calls, in the order of the calls: by id, or as they come where there are no ids."""
    calls = messages[number].get("tool_calls") or []
    found = messages[number + 1 : number + 1 + len(calls)]
    demand(len(found) == len(calls) and all(each["role"] == "tool" for each in found), "a tool call has no result")
    if not all("tool_call_id" in each for each in found):
        return found
    by_id = {each["tool_call_id"]: each for each in found}
    demand(by_id.keys() == {call.get("id") for call in calls}, "the ids of the tool calls and of the results are not the same")
    return [by_id[call["id"]] for call in calls]


def _check_options(options: dict[str, Any]) -> None:
    for name, value in options.items():
        whole = isinstance(value, int) and not isinstance(value, bool)
        demand(name not in INTEGERS.split() or whole, f'option "{name}" must be of type integer')
        number = whole or isinstance(value, float)
        demand(name not in FLOATS.split() or number, f'option "{name}" must be of type float32')
    demand(isinstance(options.get("stop", []), list), 'option "stop" must be of type array')


def _check_tool(tool: Any) -> None:
    known_fields(tool, "type function", "tools")
    demand(tool.get("type") == "function", "tools.type: only function is known")
    function = known_fields(tool.get("function"), "name description parameters", "tools.function")
    demand(isinstance(function.get("name"), str) and function["name"], "tools.function.name is required")
    parameters = function.get("parameters")
    demand(isinstance(parameters, dict) and parameters.get("type") == "object", "tools.function.parameters: an object is needed")
    try:
        Draft202012Validator.check_schema(parameters)
    except SchemaError as error:
        raise RejectedError(f"tools.function.parameters: {error.message}") from error


def _check_message(message: Any) -> None:
    role = message.get("role") if isinstance(message, dict) else None
    demand(role in MESSAGE, f"invalid role: {role}, role must be one of {list(MESSAGE)}")
    known_fields(message, MESSAGE[role], "messages")
    for name in ("content", "thinking", "tool_name", "tool_call_id"):
        kind = {list: "array", dict: "object", int: "number"}.get(type(message.get(name, "")))
        words = f"json: cannot unmarshal {kind} into Go struct field ChatRequest.messages.{name} of type string"
        demand(isinstance(message.get(name, ""), str), words)
    for image in message.get("images") or []:
        _check_image(image)
    for call in message.get("tool_calls") or []:
        function = known_fields(call, "id function type", "messages.tool_calls").get("function")
        known_fields(function, "index name arguments", "messages.tool_calls.function")
        demand(
            isinstance(function.get("arguments"), dict),
            "json: cannot unmarshal string into Go struct field ChatRequest.messages.tool_calls.function.arguments of type "
            "api.ToolCallFunctionArguments",
        )


def _check_image(image: Any) -> None:
    """No address and no data URL: the bytes, in base64."""
    try:
        base64.b64decode(image, validate=True)
    except (binascii.Error, TypeError, ValueError) as error:
        raise RejectedError("illegal base64 data at input byte 4") from error
