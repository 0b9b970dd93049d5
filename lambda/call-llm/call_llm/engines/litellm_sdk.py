"""The one call of LiteLLM.

LiteLLM is imported here alone, and so that it makes no call of its own: it would fetch its price map and headers' list from the
network, and load a .env file.
"""

import functools
import gc
import os
import warnings
from typing import Any

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
os.environ["LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS"] = "True"
os.environ["LITELLM_MODE"] = "PRODUCTION"
# It prints whole requests into the log at lower levels; our own log says what there is to say.
os.environ["LITELLM_LOG"] = "CRITICAL"

# Importing makes a million objects that all stay: collecting garbage in between finds none and takes a tenth of the time.
gc.disable()
import litellm  # noqa: E402

gc.enable()
gc.freeze()

from call_llm import cost  # noqa: E402
from call_llm.config import Target  # noqa: E402
from call_llm.conversation import Call, Reply  # noqa: E402
from call_llm.engines import chat, deadline, request  # noqa: E402
from call_llm.engines.failure import failure  # noqa: E402
from call_llm.errors import LLMTimeout  # noqa: E402
from call_llm.providers import provider_of  # noqa: E402
from call_llm.providers.provider import Provider  # noqa: E402

litellm.suppress_debug_info = True
# They would put what a tool is called with into the log.
warnings.filterwarnings("ignore", message="Pydantic serializer warnings")


def ask(call: Call, target: Target, secret: str | None, seconds: float) -> Reply:
    """Raises an LLMError. seconds: the longest that the answer may take."""
    ask_litellm = functools.partial(
        litellm.completion,
        timeout=deadline.timeout(seconds),
        # The state machine retries, and sees how often. LiteLLM's own retries would be hidden and eat the time.
        max_retries=0,
        num_retries=0,
        **arguments(call, target, secret),
    )
    try:
        response = deadline.within(seconds, ask_litellm)
    except deadline.TimeLimitError:
        raise LLMTimeout(f"{target.model}: no whole answer within {seconds:.0f} s") from None
    except Exception as error:
        headers = getattr(error, "litellm_response_headers", None) or {}
        raise failure(error, target, secret, headers) from None  # the chain holds the key and the whole request
    usage = chat.usage_of(response)
    price = cost.by_price(usage, target.price) if target.price else _price(response, usage, target)
    return chat.reply(response, target, call.used_ids(), usage, price)


def arguments(call: Call, target: Target, secret: str | None) -> dict[str, Any]:
    """Of `litellm.completion`, but for time and retries."""
    provider = provider_of(target.model)
    params, think = request.params(call, target)
    if call.tools:
        params |= _tools(call, provider)
    name, _, model = target.model.partition("/")
    return {
        "model": f"{provider.litellm_name or name}/{model}",
        "messages": chat.messages(call.system, call.messages, target, think),
        **provider.access(target, secret),
        **params,
    }


def _tools(call: Call, provider: Provider) -> dict[str, Any]:
    choice = request.tool_choice(call)
    offered = {"tools": chat.tools(call.tools), "tool_choice": chat.tool_choice(choice)}
    if choice["type"] in (*provider.tool_choices, "none"):
        return offered
    only = chat.tools([tool for tool in call.tools if tool["name"] == choice.get("name")])
    return {"tools": only or offered["tools"], "tool_choice": "auto"}


def _price(response: Any, usage: dict[str, int], target: Target) -> float | None:
    """By LiteLLM's price map."""
    if not usage["input"] and not usage["output"]:
        return None
    try:
        return litellm.completion_cost(completion_response=response, model=target.model)
    except Exception:  # it raises plain Exception for a model that it doesn't know
        return None
