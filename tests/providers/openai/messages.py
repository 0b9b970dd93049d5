"""What OpenAI's Chat Completions API refuses in the messages."""

import base64
import binascii
import re
from typing import Any

from local.scripted_model.request import RejectedError, demand, known_fields, needed
from tests.providers.openai.accepted import OPENAI, Accepted

PARTS = {"text": "type text", "image_url": "type image_url", "refusal": "type refusal"}
NAME = re.compile(r"^[a-zA-Z0-9_-]{1,64}$")


def check_messages(messages: list[Any], accepted: Accepted = OPENAI) -> None:
    """Raises RejectedError for messages that OpenAI would refuse."""
    demand(messages, "Invalid 'messages': empty array.", param="messages", code="empty_array")
    for number, message in enumerate(messages):
        _check_message(message, f"messages.[{number}]", accepted)
    _check_pairs(messages)


def _check_message(message: Any, at: str, accepted: Accepted) -> None:
    role = message.get("role") if isinstance(message, dict) else None
    words = f"Invalid value: '{role}'. Supported values are: {', '.join(accepted.fields)}."
    demand(role in accepted.fields, words, param=f"{at}.role")
    known_fields(message, accepted.fields[role], at)
    content, calls = message.get("content"), message.get("tool_calls")
    silent = role == "assistant" and (calls or message.get("refusal"))
    where = f"{at}.content"
    demand(silent or content is not None, "Invalid value for 'content': expected a string, got null.", param=where)
    demand(content is None or isinstance(content, str | list), "Invalid type for 'content'.", param=where)
    demand(content != [], f"Invalid '{where}': empty array.", param=where, code="empty_array")
    for number, part in enumerate(content if isinstance(content, list) else []):
        _check_part(part, accepted.parts_of[role], accepted, f"{where}[{number}]")
    where = f"{at}.tool_calls"
    demand(calls != [], f"Invalid '{where}': empty array.", param=where, code="empty_array")
    for number, call in enumerate(calls or []):
        _check_call(call, accepted, f"{where}[{number}]")
    if role == "tool":
        _check_id(message, "tool_call_id", accepted, at)


def _check_part(part: Any, allowed: tuple[str, ...], accepted: Accepted, at: str) -> None:
    kind = part.get("type") if isinstance(part, dict) else None
    words = f"Invalid value: '{kind}'. Supported values are: {', '.join(allowed)}."
    demand(kind in allowed, words, param=at, code="invalid_value")
    if kind not in PARTS:
        return  # of another provider, in its own words
    known_fields(part, PARTS[kind], at)
    if kind != "image_url":
        needed(part, kind, str, at)
        return
    at = f"{at}.image_url"
    url = needed(known_fields(needed(part, kind, dict, at), "url detail", at), "url", str, at)
    data = re.fullmatch(rf"data:image/({accepted.images});base64,(.+)", url, re.DOTALL)
    words = f"Invalid image URL: expected https or a base64 data URL of a {', '.join(accepted.images.split('|'))}."
    demand(data or url.startswith("https://"), words, param=f"{at}.url", code="invalid_image_url")
    try:
        base64.b64decode(data[2] if data else "", validate=True)
    except binascii.Error as error:
        raise RejectedError("Invalid base64 image_url.", param=f"{at}.url", code="invalid_base64") from error


def _check_call(call: Any, accepted: Accepted, at: str) -> None:
    known_fields(call, accepted.call, at)
    _check_id(call, "id", accepted, at)
    demand(call.get("type") == "function", f"Invalid value: '{call.get('type')}'.", param=f"{at}.type")
    at = f"{at}.function"
    function = known_fields(needed(call, "function", dict, at), "name arguments", at)
    needed(function, "arguments", str, at)
    good = NAME.match(needed(function, "name", str, at))
    demand(good, f"Invalid '{at}.name': string does not match pattern '{NAME.pattern}'.", param=f"{at}.name")


def _check_id(given: dict[str, Any], field: str, accepted: Accepted, at: str) -> None:
    identity = needed(given, field, str, at)
    words = accepted.unknown_tool_id.format(at=f"{at}.{field}", id=identity)
    demand(accepted.tool_id.fullmatch(identity), words, param=f"{at}.{field}", code="string_above_max_length")


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
