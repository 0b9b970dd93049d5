"""What OpenAI's Chat Completions API refuses in the messages."""

import base64
import binascii
import re
from typing import Any

from local.scripted_model.request import RejectedError, demand, known_fields, needed

FIELDS = {
    "system": "role content name",
    "developer": "role content name",
    "user": "role content name",
    "assistant": "role content name refusal tool_calls",
    "tool": "role content tool_call_id",
}
PARTS = {"text": "type text", "image_url": "type image_url", "refusal": "type refusal"}
PARTS_OF = {"user": ("text", "image_url"), "assistant": ("text", "refusal")}
NAME = re.compile(r"^[a-zA-Z0-9_-]{1,64}$")
IMAGE = re.compile(r"^data:image/(png|jpeg|gif|webp);base64,(.+)$", re.DOTALL)
LONGEST_ID = 40


def check_messages(messages: list[Any]) -> None:
    """Raises RejectedError for messages that OpenAI would refuse."""
    demand(messages, "Invalid 'messages': empty array.", param="messages", code="empty_array")
    for number, message in enumerate(messages):
        _check_message(message, f"messages.[{number}]")
    _check_pairs(messages)


def _check_message(message: Any, at: str) -> None:
    role = message.get("role") if isinstance(message, dict) else None
    demand(role in FIELDS, f"Invalid value: '{role}'. Supported values are: {', '.join(FIELDS)}.", param=f"{at}.role")
    known_fields(message, FIELDS[role], at)
    content, calls = message.get("content"), message.get("tool_calls")
    silent = role == "assistant" and (calls or message.get("refusal"))
    where = f"{at}.content"
    demand(silent or content is not None, "Invalid value for 'content': expected a string, got null.", param=where)
    demand(content is None or isinstance(content, str | list), "Invalid type for 'content'.", param=where)
    demand(content != [], f"Invalid '{where}': empty array.", param=where, code="empty_array")
    for number, part in enumerate(content if isinstance(content, list) else []):
        _check_part(part, PARTS_OF.get(role, ("text",)), f"{where}[{number}]")
    where = f"{at}.tool_calls"
    demand(calls != [], f"Invalid '{where}': empty array.", param=where, code="empty_array")
    for number, call in enumerate(calls or []):
        _check_call(call, f"{where}[{number}]")
    if role == "tool":
        _check_id(message, "tool_call_id", at)


def _check_part(part: Any, allowed: tuple[str, ...], at: str) -> None:
    kind = part.get("type") if isinstance(part, dict) else None
    words = f"Invalid value: '{kind}'. Supported values are: {', '.join(allowed)}."
    demand(kind in allowed, words, param=at, code="invalid_value")
    known_fields(part, PARTS[kind], at)
    if kind != "image_url":
        needed(part, kind, str, at)
        return
    at = f"{at}.image_url"
    url = needed(known_fields(needed(part, kind, dict, at), "url detail", at), "url", str, at)
    data = IMAGE.match(url)
    words = "Invalid image URL: expected https or a base64 data URL of a png, jpeg, gif or webp."
    demand(data or url.startswith("https://"), words, param=f"{at}.url", code="invalid_image_url")
    try:
        base64.b64decode(data[2] if data else "", validate=True)
    except binascii.Error as error:
        raise RejectedError("Invalid base64 image_url.", param=f"{at}.url", code="invalid_base64") from error


def _check_call(call: Any, at: str) -> None:
    known_fields(call, "id type function", at)
    _check_id(call, "id", at)
    demand(call.get("type") == "function", f"Invalid value: '{call.get('type')}'.", param=f"{at}.type")
    at = f"{at}.function"
    function = known_fields(needed(call, "function", dict, at), "name arguments", at)
    needed(function, "arguments", str, at)
    good = NAME.match(needed(function, "name", str, at))
    demand(good, f"Invalid '{at}.name': string does not match pattern '{NAME.pattern}'.", param=f"{at}.name")


def _check_id(given: dict[str, Any], field: str, at: str) -> None:
    where = f"{at}.{field}"
    words = f"Invalid '{where}': string too long. Expected a string with maximum length {LONGEST_ID}"
    demand(0 < len(needed(given, field, str, at)) <= LONGEST_ID, words, param=where, code="string_above_max_length")


def _check_pairs(messages: list[dict[str, Any]]) -> None:
    """Each tool call is answered by one tool message, before any message of another role."""
    waiting: list[str] = []
    for number, message in enumerate([*messages, {"role": "end"}]):
        where = f"messages.[{number}].role"
        if message["role"] == "tool":
            demand(
                message["tool_call_id"] in waiting,
                "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
                param=where,
            )
            waiting.remove(message["tool_call_id"])
            continue
        demand(
            not waiting,
            "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. "
            f"The following tool_call_ids did not have response messages: {', '.join(waiting)}",
            param=where,
        )
        waiting = [call["id"] for call in message.get("tool_calls") or []]
