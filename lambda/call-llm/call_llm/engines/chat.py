"""Content blocks into OpenAI's chat messages, and an answer in them back into content blocks.

LiteLLM wants these messages and turns them into what a provider wants. What is lost or refused on that way is handled here.
https://platform.openai.com/docs/api-reference/chat
"""

import json
from typing import Any

from call_llm import thinking, tool_uses
from call_llm.config import Target
from call_llm.conversation import Reply
from call_llm.errors import LLMBadRequest, LLMRefused, LLMUnavailable, cut
from call_llm.providers import provider_of
from call_llm.providers.provider import Provider

# LiteLLM has no field for a failed tool, and a model that isn't told takes the text for a result.
ERROR_PREFIX = "Error: "
# Providers refuse a message without content, and models do send them.
NOTHING = "(no content)"
MOST_TEXT_BYTES = 32 * 1024
"""Of an answer, as JSON. A model that repeats itself until max_tokens would burst the state otherwise."""
_CACHE = {"cache_control": {"type": "ephemeral"}}
_TOOL_CHOICES = {"auto": "auto", "any": "required", "none": "none"}
_STOP_REASONS = {"stop": "end_turn", "tool_calls": "tool_use", "length": "max_tokens"}


def messages(system: str, conversation: list[dict[str, Any]], target: Target, think: bool = True) -> list[dict[str, Any]]:
    """The whole conversation, in blocks, for this target. think: whether thinking blocks may go along."""
    converted: list[dict[str, Any]] = [{"role": "system", "content": system}] if system else []
    for message in conversation:
        if message["role"] == "user":
            converted += _user(message["content"], target)
        else:
            converted.append(_assistant(message["content"], target, think))
    if provider_of(target.model).marks_cache(target):
        _mark_cache(converted)
    return converted


def tools(given: list[dict[str, Any]]) -> list[dict[str, Any]]:
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
        for tool in given
    ]


def tool_choice(choice: dict[str, Any]) -> str | dict[str, Any]:
    if choice["type"] == "tool":
        return {"type": "function", "function": {"name": choice["name"]}}
    if choice["type"] not in _TOOL_CHOICES:
        raise LLMBadRequest(f"tool_choice.type is {choice['type']!r}: allowed are {', '.join(_TOOL_CHOICES)}, tool")
    return _TOOL_CHOICES[choice["type"]]


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


def _mark_cache(converted: list[dict[str, Any]]) -> None:
    """The system prompt and the tools before it come again in every call of an agent, and the conversation in the next one."""
    for message in (converted[0], converted[-1]):
        if message["role"] == "system" or message["role"] == "user":
            content = message["content"]
            parts = [{"type": "text", "text": content}] if isinstance(content, str) else content
            message["content"] = [*parts[:-1], parts[-1] | _CACHE]
        elif message["role"] == "tool":
            message |= _CACHE


def reply(response: Any, target: Target, used_ids: set[str], usage: dict[str, int], cost_usd: float | None) -> Reply:
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
    return Reply(
        content=content,
        stop_reason="tool_use" if uses and stop_reason == "end_turn" else stop_reason,
        unreadable={use.block["id"]: use.problem for use in uses if use.problem},
        model=getattr(response, "model", None) or target.model,
        usage=usage,
        cost_usd=cost_usd,
    )


def usage_of(response: Any) -> dict[str, int]:
    """Tokens, as a Reply has them."""
    usage = getattr(response, "usage", None)
    details = getattr(usage, "prompt_tokens_details", None)
    return {
        "input": _count(usage, "prompt_tokens"),
        "output": _count(usage, "completion_tokens"),
        "cache_read": _count(details, "cached_tokens"),
        "cache_write": _count(details, "cache_creation_tokens") or _count(usage, "cache_creation_input_tokens"),
    }


def _count(usage: Any, name: str) -> int:
    return getattr(usage, name, None) or 0


def _beginning(text: str) -> str:
    """As much of a text as a turn may hold. Halving is near enough, and right for any mix of narrow and wide characters."""
    kept = text[:MOST_TEXT_BYTES]
    while len(json.dumps(kept, ensure_ascii=False).encode()) > MOST_TEXT_BYTES:
        kept = kept[: len(kept) // 2]
    return text if kept == text else f"{kept}… (cut: {len(text)} characters)"
