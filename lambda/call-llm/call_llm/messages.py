"""Content blocks into the messages that LiteLLM takes, and its answer back into content blocks.

The blocks are Anthropic's (text, image, tool_use, tool_result, thinking): a tool's input stays an object in them and a result needs
no message of its own, which is what the state machine wants. LiteLLM wants OpenAI's messages, and turns those into what a provider
wants. What is lost or refused on that way is handled here.
"""

import json
from dataclasses import dataclass
from typing import Any

from call_llm import thinking, tool_uses
from call_llm.config import Target
from call_llm.errors import LLMBadRequest, LLMRefused, LLMUnavailable, cut
from call_llm.provider import Provider, provider_of

# LiteLLM has no field for a failed tool, and a model that isn't told takes the text for a result.
ERROR_PREFIX = "Error: "
# Providers refuse a message without content, and models do send them.
NOTHING = "(no content)"
MOST_TEXT_BYTES = 32 * 1024
"""Of an answer, as JSON. A model that repeats itself until max_tokens would burst the state otherwise."""
_TOOL_CHOICES = {"auto": "auto", "any": "required", "none": "none"}
_BLOCKS_OF = {"user": ("text", "image", "tool_result"), "assistant": ("text", "tool_use", *thinking.TYPES)}
_FIELDS: dict[str, dict[str, type]] = {
    "text": {"text": str},
    "image": {"source": dict},
    "tool_use": {"id": str, "name": str, "input": dict},
    "tool_result": {"tool_use_id": str},
}
_STOP_REASONS = {"stop": "end_turn", "tool_calls": "tool_use", "length": "max_tokens"}


@dataclass(frozen=True)
class Answer:
    """What the model said."""

    message: dict[str, Any]
    """The assistant turn, in content blocks."""
    stop_reason: str
    """In Anthropic's words: end_turn, tool_use or max_tokens."""
    unreadable: dict[str, str]
    """By id, the tool uses whose arguments could not be read, and why. Their input is {}."""


def in_blocks(messages: list[Any]) -> list[dict[str, Any]]:
    """The messages, each with a list of blocks as its content. Raises LLMBadRequest for what is no message."""
    if not messages:
        raise LLMBadRequest("messages is empty: there is nothing to answer")
    return [_in_blocks(message, f"messages[{number}]") for number, message in enumerate(messages)]


def to_litellm(system: str, messages: list[dict[str, Any]], target: Target, think: bool = True) -> list[dict[str, Any]]:
    """The whole conversation, in blocks, for this target. think: whether thinking blocks may go along."""
    converted = [{"role": "system", "content": system}] if system else []
    for message in messages:
        if message["role"] == "user":
            converted += _user(message["content"], target)
        else:
            converted.append(_assistant(message["content"], target, think))
    return converted


def tools_to_litellm(tools: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A tool without fields gets an empty schema: some providers refuse a missing one."""
    return [
        {
            "type": "function",
            "function": {
                "name": tool["name"],
                "description": tool.get("description", ""),
                "parameters": {"type": "object", "properties": {}} | tool.get("input_schema", {}),
            },
        }
        for tool in tools
    ]


def tool_choice_to_litellm(choice: dict[str, Any]) -> str | dict[str, Any]:
    if choice["type"] == "tool":
        return {"type": "function", "function": {"name": choice["name"]}}
    if choice["type"] not in _TOOL_CHOICES:
        raise LLMBadRequest(f"tool_choice.type is {choice['type']!r}: allowed are {', '.join(_TOOL_CHOICES)}, tool")
    return _TOOL_CHOICES[choice["type"]]


def _in_blocks(message: Any, at: str) -> dict[str, Any]:
    role = message.get("role") if isinstance(message, dict) else None
    if role not in _BLOCKS_OF:
        raise LLMBadRequest(f"{at}.role is {role!r}: allowed are {', '.join(_BLOCKS_OF)}")
    content = message.get("content")
    if isinstance(content, str):
        return {"role": role, "content": [{"type": "text", "text": content}]}
    if not isinstance(content, list):
        raise LLMBadRequest(f"{at}.content has to be a text or a list of content blocks")
    for number, block in enumerate(content):
        _check_block(block, _BLOCKS_OF[role], f"{at}.content[{number}]")
    return {"role": role, "content": content}


def _check_block(block: Any, allowed: tuple[str, ...], at: str) -> None:
    kind = block.get("type") if isinstance(block, dict) else None
    if kind not in allowed:
        raise LLMBadRequest(f"{at}.type is {kind!r}: allowed there are {', '.join(allowed)}")
    fields = _FIELDS.get(kind, {})
    if missing := [field for field in fields if field not in block]:
        raise LLMBadRequest(f"{at} is of type {kind} and lacks {', '.join(missing)}")
    for field, needed in fields.items():
        if not isinstance(block[field], needed):
            raise LLMBadRequest(f"{at}.{field} has to be {'a text' if needed is str else 'an object'}")
    if kind == "tool_result":
        content = block.get("content")
        if not isinstance(content, str | list | None):
            raise LLMBadRequest(f"{at}.content has to be a text or a list of content blocks")
        for number, part in enumerate(content if isinstance(content, list) else []):
            _check_block(part, ("text", "image"), f"{at}.content[{number}]")


def _user(blocks: list[dict[str, Any]], target: Target) -> list[dict[str, Any]]:
    """Results first: each answers a call of the turn before, and nothing may come between."""
    provider = provider_of(target.model)
    messages, moved = [], []
    for block in blocks:
        if block["type"] == "tool_result":
            content, images = _result(block, provider)
            messages.append({"role": "tool", "tool_call_id": block["tool_use_id"], "content": content})
            if images:
                moved += [{"type": "text", "text": f"Images in the result of {block['tool_use_id']}:"}, *images]
    parts = moved + _parts([block for block in blocks if block["type"] != "tool_result"], provider)
    if parts or not messages:
        messages.append({"role": "user", "content": _plain(parts) or NOTHING})
    return messages


def _result(block: dict[str, Any], provider: Provider) -> tuple[str | list[dict[str, Any]], list[dict[str, Any]]]:
    """What a tool message says, and the images that it can't hold."""
    content = block.get("content") or ""
    parts = _parts([{"type": "text", "text": content}] if isinstance(content, str) else content, provider)
    if block.get("is_error") and not (parts and parts[0].get("text", "").startswith(ERROR_PREFIX)):
        parts = [{"type": "text", "text": ERROR_PREFIX + (parts.pop(0)["text"] if parts and "text" in parts[0] else "")}, *parts]
    images = [part for part in parts if part["type"] == "image_url"]
    if images and provider.images_in_results:
        return parts, []
    texts = "\n".join(part["text"] for part in parts if part["type"] == "text")
    return texts or ("(images follow)" if images else NOTHING), images


def _parts(blocks: list[dict[str, Any]], provider: Provider) -> list[dict[str, Any]]:
    """Text and images, without the empty texts that providers refuse."""
    parts = []
    for block in blocks:
        if block["type"] == "image":
            parts.append({"type": "image_url", "image_url": {"url": _url(block["source"], provider)}})
        elif block["text"].strip():
            parts.append({"type": "text", "text": block["text"]})
    return parts


def _url(source: dict[str, Any], provider: Provider) -> str:
    match source:
        case {"type": "base64", "media_type": media_type, "data": data}:
            return f"data:{media_type};base64,{data}"
        case {"type": "url", "url": str(url)} if provider.fetches_images and url.startswith("https://"):
            return url
    raise LLMBadRequest(
        "the source of an image has to be {type: base64, media_type, data}"
        + (" or {type: url, url: https://…}" if provider.fetches_images else "")
    )


def _plain(parts: list[dict[str, Any]]) -> str | list[dict[str, Any]]:
    """One text as a string, which every provider takes; not all take a list."""
    return parts[0]["text"] if len(parts) == 1 and parts[0]["type"] == "text" else parts


def _assistant(blocks: list[dict[str, Any]], target: Target, think: bool) -> dict[str, Any]:
    text = "".join(block["text"] for block in blocks if block["type"] == "text")
    calls = [
        {
            "id": block["id"],
            "type": "function",
            "function": {"name": block["name"], "arguments": json.dumps(block["input"], ensure_ascii=False)},
        }
        for block in blocks
        if block["type"] == "tool_use"
    ]
    message: dict[str, Any] = {"role": "assistant", "content": text if text.strip() else None if calls else NOTHING}
    if calls:
        message["tool_calls"] = calls
    if think and (own := thinking.for_target(blocks, target)):
        message["thinking_blocks"] = own
    return message


def from_litellm(response: Any, target: Target, used_ids: set[str]) -> Answer:
    """The new turn.

    used_ids: the tool_use ids that the conversation has already. Raises LLMRefused, or LLMUnavailable for what is no answer.
    """
    if not response.choices:
        raise LLMUnavailable("the provider answered without a choice")
    choice, message = response.choices[0], response.choices[0].message
    refusal = getattr(message, "refusal", None)
    if refusal or choice.finish_reason == "content_filter":
        raise LLMRefused(cut(refusal or message.content or "the provider's filter stopped the answer"))
    uses = tool_uses.read(message.tool_calls or [], used_ids)
    content = thinking.of(message, target)
    if message.content and message.content.strip():
        content.append({"type": "text", "text": _beginning(tool_uses.storable(message.content))})
    content += [use.block for use in uses]
    # Thinking alone is no content to a provider that gets the turn without it.
    if all(block["type"] in thinking.TYPES for block in content):
        content.append({"type": "text", "text": NOTHING})
    stop_reason = _STOP_REASONS.get(choice.finish_reason, "end_turn")
    return Answer(
        message={"role": "assistant", "content": content},
        stop_reason="tool_use" if uses and stop_reason == "end_turn" else stop_reason,
        unreadable={use.block["id"]: use.problem for use in uses if use.problem},
    )


def _beginning(text: str) -> str:
    """As much of a text as a turn may hold. Halving is near enough, and right for any mix of narrow and wide characters."""
    kept = text[:MOST_TEXT_BYTES]
    while len(json.dumps(kept, ensure_ascii=False).encode()) > MOST_TEXT_BYTES:
        kept = kept[: len(kept) // 2]
    return text if kept == text else f"{kept}… (cut: {len(text)} characters)"
