"""The order of a conversation's messages: system, then user (or tool) and assistant in turn. The last isn't the assistant's."""

from typing import Any

from local.mock_services.perplexity.errors import invalid_message

_ORDER = "After the (optional) system message(s), user or tool message(s) should alternate with assistant message(s)."
_LAST = "Last message must have role `user` or `tool`."


def check_order(messages: list[dict[str, Any]]) -> None:
    """Raise ApiError if the order is wrong."""
    roles = [message["role"] for message in messages]
    while roles and roles[0] == "system":
        roles.pop(0)
    speakers = ["assistant" if role == "assistant" else "user" if role in ("user", "tool") else role for role in roles]
    if any(speaker != ("user", "assistant")[place % 2] for place, speaker in enumerate(speakers)):
        raise invalid_message(_ORDER)
    if not speakers or speakers[-1] == "assistant":
        raise invalid_message(_LAST)


def last_text(messages: list[dict[str, Any]]) -> str:
    """Return the text of the last message."""
    content = messages[-1]["content"]
    if isinstance(content, list):
        return "\n".join(part["text"] for part in content)
    return content or ""
