"""The rules of Anthropic's Messages API for content blocks."""

import base64
import binascii
import re
from typing import Any

from local.scripted_model.anthropic.thinking import signature
from local.scripted_model.request import RejectedError, demand, known_fields, needed

PATTERN = re.compile(r"^[a-zA-Z0-9_-]+$")
IMAGE_TYPES = ("image/jpeg", "image/png", "image/gif", "image/webp")
FIELDS = {
    "text": "type text cache_control",
    "image": "type source cache_control",
    "tool_use": "type id name input cache_control",
    "tool_result": "type tool_use_id content is_error cache_control",
    "thinking": "type thinking signature",
    "redacted_thinking": "type data",
}


def ids(message: dict[str, Any], kind: str) -> list[str]:
    """Return the ids of a message's tool uses, or of the tool uses that its tool results answer."""
    field = "id" if kind == "tool_use" else "tool_use_id"
    return [block[field] for block in message["content"] if isinstance(block, dict) and block["type"] == kind]


def check_block(block: Any, allowed: tuple[str, ...], at: str, model: str) -> None:
    """Raise RejectedError for a block whose type isn't allowed, or that breaks the rules of its type."""
    kind = block.get("type") if isinstance(block, dict) else None
    demand(
        kind in allowed,
        f"{at}: Input tag '{kind}' found using 'type' does not match any of the expected tags: {', '.join(allowed)}",
    )
    assert isinstance(kind, str)
    at = f"{at}.{kind}"
    known_fields(block, FIELDS[kind], at)
    if kind == "text":
        text = needed(block, "text", str, at)
        demand(text.strip(), "messages: text content blocks must contain non-whitespace text")
    elif kind == "image":
        _check_image(needed(block, "source", dict, at), f"{at}.source")
    elif kind == "tool_use":
        for field in ("id", "name"):
            good = PATTERN.match(needed(block, field, str, at))
            demand(good, f"{at}.{field}: String should match pattern '{PATTERN.pattern}'")
        needed(block, "input", dict, at)
    elif kind == "tool_result":
        needed(block, "tool_use_id", str, at)
        content = block.get("content", "")
        for number, part in enumerate(content if isinstance(content, list) else []):
            check_block(part, ("text", "image"), f"{at}.content.{number}", model)
    elif kind == "thinking":
        signed = needed(block, "signature", str, at) == signature(needed(block, "thinking", str, at), model)
        demand(signed, f"{at}: Invalid `signature` in `thinking` block")


def _check_image(source: dict[str, Any], at: str) -> None:
    if source.get("type") == "url":
        known_fields(source, "type url", at)
        demand(needed(source, "url", str, at).startswith("https://"), f"{at}: Only HTTPS URLs are supported.")
        return
    known_fields(source, "type media_type data", at)
    good = needed(source, "media_type", str, at) in IMAGE_TYPES
    demand(good, f"{at}.media_type: Input should be {', '.join(IMAGE_TYPES)}")
    try:
        data = base64.b64decode(needed(source, "data", str, at), validate=True)
    except binascii.Error as error:
        raise RejectedError(f"{at}.data: invalid base64 data") from error
    demand(data, f"{at}: image cannot be empty")
