"""Asks a model with Anthropic's own SDK. The blocks of its Messages API are ours. https://platform.claude.com/docs/en/api/messages"""

import functools
from typing import Any

from call_llm import cost, thinking
from call_llm.clients import claude_params, images, lean, reply, request
from call_llm.clients.request import CACHE, NOTHING
from call_llm.config import Target
from call_llm.conversation import Call, Reply
from call_llm.providers import provider_of
from call_llm.providers.provider import Provider

with lean.imports():
    import anthropic

    from call_llm.clients import sdk
    from call_llm.clients.sdk import JsonObject

HTTP = sdk.HTTP
BASE = "https://api.anthropic.com"
PATH = "/v1/messages"
_NO_TOOLS = {"name": "none", "description": "There is no tool in this call.", "input_schema": {"type": "object", "properties": {}}}


def ask(call: Call, target: Target, secret: str | None, seconds: float) -> Reply:
    """Return the target's reply. Raises an LLMError. seconds: the longest time that the answer may take."""
    base = (target.api_base or BASE).rstrip("/").removesuffix(PATH)
    client = functools.partial(anthropic.Anthropic, base_url=base, open_telemetry=False)
    sent = body(call, target)
    answer, said = sdk.post(anthropic, client, PATH, sent, target, secret, seconds)
    usage = _usage(said)
    return reply.make_reply(
        said["content"],
        answer.cut_off,
        target,
        call.used_ids(),
        model=said.text("model"),
        usage=usage,
        cost_usd=_price(said, usage, sent, target) if answer.tells_tokens else None,
    )


def body(call: Call, target: Target) -> dict[str, Any]:
    """Return the body of the request. Raises LLMBadRequest."""
    provider = provider_of(target.model)
    params, think = request.params(call, target)
    model = target.model.partition("/")[2]
    system: list[dict[str, Any]] = [{"type": "text", "text": call.system}] if call.system.strip() else []
    messages = _messages(call.messages, target, provider, think)
    if provider.marks_cache(target):
        for blocks in (system, messages[-1]["content"] if messages[-1]["role"] == "user" else []):
            blocks[-1:] = [block | CACHE for block in blocks[-1:]]
    return {
        "model": model,
        "messages": messages,
        **({"system": system} if system else {}),
        **_tools(call, target),
        **claude_params.translate(params, model),
    }


def _messages(conversation: list[dict[str, Any]], target: Target, provider: Provider, think: bool) -> list[dict[str, Any]]:
    """Return the messages. Join those of one role that follow each other, because roles take turns."""
    messages: list[dict[str, Any]] = []
    for message in conversation:
        blocks = [block for given in message["content"] for block in _sent(given, target, provider, think)]
        blocks = blocks or [{"type": "text", "text": NOTHING}]
        if messages and messages[-1]["role"] == message["role"]:
            blocks = messages.pop()["content"] + blocks
        # Tool results come first, because nothing may stand between them and their tool uses.
        blocks.sort(key=lambda block: block["type"] != "tool_result" and message["role"] == "user")
        messages.append({"role": message["role"], "content": blocks})
    return messages


def _sent(block: dict[str, Any], target: Target, provider: Provider, think: bool) -> list[dict[str, Any]]:
    """Return the block with the API's own fields alone. Return none if it doesn't go to this target."""
    match block["type"]:
        case "tool_use":
            return [{name: block[name] for name in ("type", "id", "name", "input")}]
        case "tool_result":
            content = block.get("content")
            if not isinstance(content, str):
                content = [part for given in content or [] for part in _sent(given, target, provider, think)]
            failed = {"is_error": True} if block.get("is_error") else {}
            blank = not content or (isinstance(content, str) and not content.strip())
            return [
                {"type": "tool_result", "tool_use_id": block["tool_use_id"], "content": NOTHING if blank else content, **failed}
            ]
        case "image":
            return [{"type": "image", "source": images.checked(block["source"], provider)}]
        case "text":
            return [{"type": "text", "text": part["text"]} for part in request.parts([block])]
    return thinking.own_blocks([block], target) if think else []


def _tools(call: Call, target: Target) -> dict[str, Any]:
    if not call.tools:
        used = any(block["type"] == "tool_use" for message in call.messages for block in message["content"])
        # The API refuses a conversation that has used tools if the request offers none.
        return {"tools": [_NO_TOOLS], "tool_choice": {"type": "none"}} if used else {}
    offered, choice = request.tools(call, target)
    tools = [
        {
            "type": "custom",
            "name": tool["name"],
            "description": tool.get("description", ""),
            "input_schema": request.input_schema(tool),
        }
        for tool in offered
    ]
    return {"tools": tools, "tool_choice": {name: choice[name] for name in ("type", "name") if name in choice}}


def _usage(answer: JsonObject) -> dict[str, int]:
    """Return the usage of a Reply. The API counts cached tokens apart from the input."""
    said = _part(answer, "usage")
    read, written = said.count("cache_read_input_tokens"), said.count("cache_creation_input_tokens")
    return {
        "input": said.count("input_tokens") + read + written,
        "output": said.count("output_tokens"),
        "cache_read": read,
        "cache_write": written,
    }


def _price(answer: JsonObject, usage: dict[str, int], sent: dict[str, Any], target: Target) -> float | None:
    if target.price:
        return cost.by_price(usage, target.price)
    said = _part(answer, "usage")
    billed = cost.Billed(
        usage,
        written_for_1h=_part(said, "cache_creation").count("ephemeral_1h_input_tokens"),
        service_tier=said.text("service_tier"),
        geography=said.text("inference_geo"),
        speed=said.text("speed") or sent.get("speed"),
    )
    return cost.by_map("anthropic", [answer.text("model"), sent["model"]], billed)


def _part(whole: JsonObject, name: str) -> JsonObject:
    return value if isinstance(value := whole.get(name), JsonObject) else JsonObject()
