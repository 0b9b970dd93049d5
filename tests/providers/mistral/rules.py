"""What Mistral's API refuses.

The fields are those of its SDK's types (`mistralai.client.models.ChatCompletionRequest`), and the order of messages and the form of
ids are those of https://github.com/mistralai/mistral-common (protocol/instruct/validator.py), whose words these are. Where versions
differ, this is the strictest, because servers of older models are.
"""

import json
import re
from itertools import pairwise
from typing import Any

from local.scripted_model.request import RejectedError
from tests.providers.openai.accepted import Accepted
from tests.providers.openai.rules import check as check_fields

ACCEPTED = Accepted(
    body=(
        "model messages temperature top_p max_tokens stream stop random_seed metadata response_format tools tool_choice "
        "presence_penalty frequency_penalty n prediction parallel_tool_calls prompt_mode reasoning_effort safe_prompt "
        "guardrails prompt_cache_key service_tier"
    ),
    fields={
        "system": "role content",
        "user": "role content",
        "assistant": "role content tool_calls prefix",
        "tool": "role content tool_call_id name",
    },
    parts_of={
        "system": ("text",),
        "user": ("text", "image_url"),
        "assistant": ("text", "thinking"),
        "tool": ("text", "image_url"),
    },
    call="id type function index",
    tool_choices=("auto", "none", "any", "required"),
    tool_id=re.compile(r"[a-zA-Z0-9]{9}"),
    unknown_tool_id="Tool call id was {id} but must be a-z, A-Z, 0-9, with a length of 9.",
    unknown_field="Extra inputs are not permitted",
)
AFTER = {
    "system": ("user", "assistant", "system"),
    "user": ("assistant", "system", "user"),
    "assistant": ("user", "tool"),
    "tool": ("assistant", "tool"),
}


def check(body: Any) -> None:
    """Raises RejectedError for a body that Mistral would refuse."""
    messages = body.get("messages") if isinstance(body, dict) else None
    # The order comes first: by it the answer is a 400, and by the fields a 422.
    if isinstance(messages, list) and all(isinstance(message, dict) for message in messages):
        _check_order(messages)
    try:
        check_fields(_with_arguments_as_text(body), ACCEPTED)
    except RejectedError as rejected:
        if "Tool call id was" in str(rejected):
            raise RejectedError(str(rejected), kind="invalid_function_call", code="3280") from rejected
        kind = "extra_forbidden" if "Extra inputs" in str(rejected) else "value_error"
        raise RejectedError(str(rejected), 422, kind, rejected.param) from rejected


def _with_arguments_as_text(body: Any) -> Any:
    """Mistral also takes the arguments of a call as an object."""

    def as_text(key_values: dict[str, Any]) -> dict[str, Any]:
        whole = isinstance(key_values.get("arguments"), dict) and "name" in key_values
        return key_values | {"arguments": json.dumps(key_values["arguments"])} if whole else key_values

    if not isinstance(body, dict) or not isinstance(body.get("messages"), list):
        return body
    return body | {"messages": json.loads(json.dumps(body["messages"]), object_hook=as_text)}


def _check_order(messages: list[dict[str, Any]]) -> None:
    for before, message in pairwise(messages):
        one, two = before.get("role"), message.get("role")
        if two not in AFTER.get(one, (two,)):
            _refuse(f"Unexpected role '{two}' after role '{one}'")
    if messages and messages[-1].get("role") not in ("user", "tool") and not messages[-1].get("prefix"):
        said = f"but got {messages[-1].get('role')}"
        _refuse(f"Expected last role User or Tool (or Assistant with prefix True) for serving {said}")
    for number, message in enumerate(messages):
        if message.get("role") == "assistant" and not message.get("content") and not message.get("tool_calls"):
            _refuse("Assistant message must have either content or tool_calls, but not none.", "invalid_assistant_message", "3240")
        asked = [call.get("id") for call in message.get("tool_calls") or [] if isinstance(call, dict)]
        answered = [each.get("tool_call_id") for each in _results_after(messages, number)]
        if len(asked) != len(answered):
            _refuse("Not the same number of function calls and responses")
        if set(asked) != set(answered):
            _refuse(f"Unexpected tool call id {', '.join(set(answered) - set(asked))} in tool results")


def _results_after(messages: list[dict[str, Any]], number: int) -> list[dict[str, Any]]:
    """The tool messages that follow the message, if it isn't one itself."""
    results: list[dict[str, Any]] = []
    if messages[number].get("role") == "tool":
        return results
    for message in messages[number + 1 :]:
        if message.get("role") != "tool":
            break
        results.append(message)
    return results


def _refuse(words: str, kind: str = "invalid_request_message_order", code: str = "3230") -> None:
    raise RejectedError(words, kind=kind, code=code)
