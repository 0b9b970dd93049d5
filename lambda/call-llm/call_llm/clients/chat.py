"""Converts content blocks to OpenAI's chat messages, and an answer back to content blocks.

LiteLLM takes these messages and translates them for a provider. This file cares for blocks that LiteLLM would lose or a provider
would refuse.
https://platform.openai.com/docs/api-reference/chat
"""

import json
from typing import Any

from call_llm import signatures, thinking
from call_llm.clients import images, request
from call_llm.clients import reply as replies
from call_llm.clients.request import CACHE, NOTHING, UNSEEN
from call_llm.config import Target
from call_llm.conversation import Reply
from call_llm.providers import provider_of

# LiteLLM has no field for a failed tool. Without the prefix a model takes the text for a result.
ERROR_PREFIX = "Error: "
_TOOL_CHOICES = {"auto": "auto", "any": "required", "none": "none"}


def messages(system: str, conversation: list[dict[str, Any]], target: Target, think: bool = True) -> list[dict[str, Any]]:
    """Return the chat messages of a conversation in blocks. think: whether thinking blocks may go along."""
    provider = provider_of(target.model)
    converted: list[dict[str, Any]] = [{"role": "system", "content": system}] if system else []
    for message in conversation:
        if message["role"] == "user":
            converted += _user(message["content"], target)
        else:
            converted.append(_assistant(message["content"], target, think))
    if not provider.mixes_tools_and_text:
        converted = [message | {"content": None} if message.get("tool_calls") else message for message in converted]
    if not (provider.mixes_tools_and_text and provider.user_after_results):
        converted = _separate(converted)
    if provider.marks_cache(target):
        _mark_cache(converted[: 1 if system else 0] + converted[-1 if provider.marks_cache_at_end else len(converted) :])
    return converted


def tools(given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Convert the tools to OpenAI's functions."""
    return [
        {
            "type": "function",
            "function": {
                "name": tool["name"],
                "description": tool.get("description", ""),
                "parameters": request.input_schema(tool),
            },
        }
        for tool in given
    ]


def tool_choice(choice: dict[str, Any]) -> str | dict[str, Any]:
    """Convert a tool_choice that `request.tools` has returned."""
    if choice["type"] == "tool":
        return {"type": "function", "function": {"name": choice["name"]}}
    return _TOOL_CHOICES[choice["type"]]


def _user(blocks: list[dict[str, Any]], target: Target) -> list[dict[str, Any]]:
    """Convert a message of the user. Tool results come first, because nothing may stand between them and their tool uses."""
    messages, moved = [], []
    for block in blocks:
        if block["type"] == "tool_result":
            content, shown = _result(block, target)
            messages.append({"role": "tool", "tool_call_id": block["tool_use_id"], "content": content})
            if shown:
                moved += [{"type": "text", "text": f"Images in the result of {block['tool_use_id']}:"}, *shown]
    parts = moved + _parts([block for block in blocks if block["type"] != "tool_result"], target)
    if parts or not messages:
        messages.append({"role": "user", "content": _text_or_parts(parts) or NOTHING})
    return messages


def _result(block: dict[str, Any], target: Target) -> tuple[str | list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the content of a tool message, and the images that it can't hold."""
    parts = _parts(block.get("content"), target)
    provider, failed = provider_of(target.model), bool(block.get("is_error"))
    if failed and not provider.format_tool_result and not (parts and parts[0].get("text", "").startswith(ERROR_PREFIX)):
        parts = [{"type": "text", "text": ERROR_PREFIX + (parts.pop(0)["text"] if parts and "text" in parts[0] else "")}, *parts]
    shown = [part for part in parts if part["type"] == "image_url"]
    texts = "\n".join(part["text"] for part in parts if part["type"] == "text")
    if shown and provider.images_in_results:
        return [
            {"type": "text", "text": provider.format_tool_result(texts, failed)},
            *shown,
        ] if provider.format_tool_result else parts, []
    texts = texts or ("(images follow)" if shown else NOTHING)
    return provider.format_tool_result(texts, failed) if provider.format_tool_result else texts, shown


def _parts(content: str | list[dict[str, Any]] | None, target: Target) -> list[dict[str, Any]]:
    return [
        {"type": "text", "text": block["text"]} if block["type"] == "text" else _image(block, target)
        for block in request.parts(content)
    ]


def _image(block: dict[str, Any], target: Target) -> dict[str, Any]:
    provider = provider_of(target.model)
    if not provider.supports_images(target):
        return {"type": "text", "text": UNSEEN}
    return {"type": "image_url", "image_url": {"url": images.url(block["source"], provider)}}


def _text_or_parts(parts: list[dict[str, Any]]) -> str | list[dict[str, Any]]:
    """Return a string if all parts are text, because not every provider takes a list."""
    return "\n".join(part["text"] for part in parts) if all(part["type"] == "text" for part in parts) else parts


def _assistant(blocks: list[dict[str, Any]], target: Target, think: bool) -> dict[str, Any]:
    text = "".join(block["text"] for block in blocks if block["type"] == "text")
    calls = [
        {
            "id": block["id"],
            "type": "function",
            "function": {"name": block["name"], "arguments": json.dumps(block["input"], ensure_ascii=False)},
            **(
                {"provider_specific_fields": {"thought_signature": signed}}
                if (signed := signatures.own_signature(block, target))
                else {}
            ),
        }
        for block in blocks
        if block["type"] == "tool_use"
    ]
    message: dict[str, Any] = {"role": "assistant", "content": text if text.strip() else None if calls else NOTHING}
    if calls:
        message["tool_calls"] = calls
    of_texts = [signatures.own_signature(block, target) for block in blocks if block["type"] == "text"]
    if any(of_texts):
        message["provider_specific_fields"] = {"thought_signatures": list(filter(None, of_texts))}
    if think and (own := thinking.own_blocks(blocks, target)):
        if provider_of(target.model).signs_thinking:
            message["thinking_blocks"] = own
        elif calls:
            message["reasoning_content"] = "\n".join(block.get("thinking", "") for block in own)
    return message


def _separate(converted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put a turn of the model between tool results and a message of the user."""
    apart: list[dict[str, Any]] = []
    for message in converted:
        if apart and apart[-1]["role"] == "tool" and message["role"] == "user":
            apart.append({"role": "assistant", "content": NOTHING})
        apart.append(message)
    return apart


def _mark_cache(messages: list[dict[str, Any]]) -> None:
    """Mark the end of the parts to cache. Every call of an agent repeats its tools and system prompt, the next one its messages."""
    for message in messages:
        if message["role"] == "system" or message["role"] == "user":
            content = message["content"]
            parts = [{"type": "text", "text": content}] if isinstance(content, str) else content
            message["content"] = [*parts[:-1], parts[-1] | CACHE]
        elif message["role"] == "tool":
            message |= CACHE


def reply(response: Any, cut_off: bool, target: Target, used_ids: set[str], usage: dict[str, int], cost_usd: float | None) -> Reply:
    """Return the new turn.

    response: an answer that was read, or what LiteLLM has made of it.
    cut_off: the answer ended at a limit of tokens.
    """
    return replies.make_reply(
        _blocks(response.choices[0].message),
        cut_off,
        target,
        used_ids,
        model=model if isinstance(model := getattr(response, "model", None), str) else None,
        usage=usage,
        cost_usd=cost_usd,
    )


def _blocks(message: Any) -> list[dict[str, Any]]:
    """Return the blocks of an answer, thinking blocks first. They have signatures if the model has signed them."""
    reasoning = getattr(message, "reasoning_content", None)
    thoughts = getattr(message, "thinking_blocks", None) or ([{"type": "thinking", "thinking": reasoning}] if reasoning else [])
    uses = [
        {
            "type": "tool_use",
            "id": call.id,
            "name": call.function.name,
            "input": call.function.arguments,
            "signature": _provider_fields(call).get("thought_signature"),
        }
        for call in message.tool_calls or []
    ]
    return [*thoughts, {"type": "text", "text": message.content, "signature": _text_signature(message, [*thoughts, *uses])}, *uses]


def _text_signature(message: Any, others: list[dict[str, Any]]) -> str | None:
    """Return the signature of the text. LiteLLM lists all signatures of an answer, and assigns those of the other blocks."""
    taken = [block.get("signature") for block in others]
    return next((each for each in _provider_fields(message).get("thought_signatures") or [] if each not in taken), None)


def _provider_fields(part: Any) -> dict[str, Any]:
    return getattr(part, "provider_specific_fields", None) or {}


def usage_of(response: Any) -> dict[str, int]:
    """Return the usage of a Reply."""
    usage = getattr(response, "usage", None)
    details = getattr(usage, "prompt_tokens_details", None)
    return {
        "input": _count(usage, "prompt_tokens"),
        "output": _count(usage, "completion_tokens"),
        "cache_read": _count(details, "cached_tokens"),
        "cache_write": _count(details, "cache_creation_tokens") or _count(usage, "cache_creation_input_tokens"),
    }


def _count(usage: Any, name: str) -> int:
    value = getattr(usage, name, None)
    return max(0, value) if isinstance(value, int) and not isinstance(value, bool) else 0
