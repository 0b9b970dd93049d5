"""Asks a model with OpenAI's own SDK, by Chat Completions. https://platform.openai.com/docs/api-reference/chat

Some models aren't served by Chat Completions, or not with tools. LiteLLM asks the Responses API for them, and this client can't.
"""

import functools
import re
from typing import Any
from urllib.parse import urlsplit

from call_llm import cost, model_map
from call_llm.clients import chat, lean, request
from call_llm.config import Target
from call_llm.conversation import Call, Reply
from call_llm.errors import LLMBadRequest

with lean.imports():
    import openai

    from call_llm.clients import sdk
    from call_llm.clients.sdk import JsonObject

HTTP = sdk.HTTP
BASE = "https://api.openai.com/v1"
_SERIES = re.compile(r"gpt-(\d+)(?:\.(\d+))?(?=[.-]|$)")


def ask(call: Call, target: Target, secret: str | None, seconds: float) -> Reply:
    """Return the target's reply. Raises an LLMError. seconds: the longest time that the answer may take."""
    client = functools.partial(openai.OpenAI, base_url=target.api_base or BASE)
    answer, said = sdk.post(openai, client, "/chat/completions", body(call, target), target, secret, seconds)
    usage = chat.usage_of(said)
    price = _price(said, usage, target) if answer.tells_tokens else None
    return chat.reply(said, answer.cut_off, target, call.used_ids(), usage, price)


def body(call: Call, target: Target) -> dict[str, Any]:
    """Return the body of the request. Raises LLMBadRequest."""
    model = target.model.partition("/")[2]
    params, _ = request.params(call, target)
    if call.tools:
        _demand_tools(model, params, target)
        tools, choice = request.tools(call, target)
        params |= {"tools": chat.tools(tools), "tool_choice": chat.tool_choice(choice)}
    if "max_tokens" in params and _reasons(model):
        params["max_completion_tokens"] = params.pop("max_tokens")
    return {"model": model, "messages": chat.messages(call.system, call.messages, target), **params}


def _reasons(model: str) -> bool:
    """Return whether the model takes max_completion_tokens alone, by LiteLLM's rule.

    https://github.com/BerriAI/litellm/blob/main/litellm/llms/openai/chat/o_series_transformation.py
    """
    name = model.rpartition("/")[2]
    if ("gpt-5" in model or "gpt-6" in model) and "gpt-5-chat" not in name:
        return True
    return bool(re.match(r"o\d", name)) and model_map.entry("openai", name) is not None


def _demand_tools(model: str, params: dict[str, Any], target: Target) -> None:
    """Raise LLMBadRequest for a model that takes no tools in this request.

    Since GPT-5.4 Chat Completions take no functions while the model reasons. Servers that copy the API have no such rule.

    https://developers.openai.com/api/docs/guides/migrate-to-responses
    """
    series = _SERIES.match(model)
    host = urlsplit(target.api_base or BASE).hostname or ""
    if not series or (int(series[1]), int(series[2] or 0)) < (5, 4) or not f".{host}".endswith(".openai.com"):
        return
    if params.get("reasoning_effort") != "none":
        raise LLMBadRequest(
            f"{target.model}: on Chat Completions this model uses tools only with reasoning_effort none. "
            "Set it in the target's params, or leave the target to the client litellm, which asks the Responses API"
        )


def _price(answer: JsonObject, usage: dict[str, int], target: Target) -> float | None:
    if target.price:
        return cost.by_price(usage, target.price)
    names = [answer.text("model"), target.model.partition("/")[2]]
    return cost.by_map("openai", names, cost.Billed(usage, service_tier=answer.text("service_tier")))
