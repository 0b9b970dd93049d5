"""Mistral's API. https://docs.mistral.ai/api/#tag/chat"""

import hashlib
import re
from typing import Any

from call_llm.providers.provider import Provider

_ID = re.compile(r"[a-zA-Z0-9]{9}")
_REASONING = ("reasoning_effort", "thinking")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def tool_use_id(identity: str) -> str:
    """Return an id of nine letters or digits, as Mistral wants it. The same id of another provider always gives the same one.

    https://github.com/mistralai/mistral-common (protocol/instruct/validator.py)
    """
    if _ID.fullmatch(identity):
        return identity
    number = int.from_bytes(hashlib.sha256(identity.encode()).digest())
    return "".join(_DIGITS[number // len(_DIGITS) ** place % len(_DIGITS)] for place in range(9))


def adjust_request(arguments: dict[str, Any]) -> dict[str, Any]:
    """Shorten the ids, and send a tool_choice that names a tool. LiteLLM leaves the ids long and silently drops the tool_choice."""
    completed = arguments | {"messages": [_with_short_ids(message) for message in arguments["messages"]]}
    body = dict(arguments.get("extra_body", {}))
    if isinstance(arguments.get("tool_choice"), dict):
        body["tool_choice"] = arguments["tool_choice"]
    if "magistral" in arguments["model"] and completed.keys() & set(_REASONING):
        # LiteLLM would write a prompt of its own before the system prompt. This asks for Mistral's own prompt instead.
        completed = {name: value for name, value in completed.items() if name not in _REASONING}
        body["prompt_mode"] = "reasoning"
    return completed | ({"extra_body": body} if body else {})


def _with_short_ids(message: dict[str, Any]) -> dict[str, Any]:
    if "tool_calls" in message:
        return message | {"tool_calls": [call | {"id": tool_use_id(call["id"])} for call in message["tool_calls"]]}
    if "tool_call_id" in message:
        return message | {"tool_call_id": tool_use_id(message["tool_call_id"])}
    return message


PROVIDER = Provider(fetches_images=True, user_after_results=False, adjust_request=adjust_request)
