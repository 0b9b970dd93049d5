"""Asks a model with LiteLLM.

LiteLLM is imported in this file alone. Its settings keep it from requests of its own: it would fetch its price map and its list of
headers from the network, and load a .env file. litellm_patches holds the changes of its code.
"""

import functools
import os
import warnings
from typing import Any

from call_llm.clients import lean

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
os.environ["LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS"] = "True"
os.environ["LITELLM_MODE"] = "PRODUCTION"
# At lower levels it prints whole requests into the log. Our own log has one line for each call.
os.environ["LITELLM_LOG"] = "CRITICAL"

with lean.imports():
    import httpx
    import litellm

from call_llm import cost, litellm_patches
from call_llm.clients import chat, deadline, request
from call_llm.clients.adjusting_transport import AdjustingTransport
from call_llm.clients.attempt import attempt
from call_llm.config import Target
from call_llm.conversation import Call, Reply
from call_llm.errors import LLMAuth, LLMError
from call_llm.providers import provider_of

HTTP = httpx

litellm.suppress_debug_info = True
# These warnings would put the input of a tool into the log.
warnings.filterwarnings("ignore", message="Pydantic serializer warnings")
# Nobody can act on these warnings.
warnings.filterwarnings("ignore", message=".*`ReadOnly` qualifier")

# Used where LiteLLM asks with OpenAI's SDK. A redirection would take the conversation elsewhere, and the key with it.
litellm.client_session = httpx.Client(follow_redirects=False, limits=httpx.Limits(max_keepalive_connections=0))
litellm_patches.apply()


def ask(call: Call, target: Target, secret: str | None, seconds: float) -> Reply:
    """Return the target's reply. Raises an LLMError. seconds: the longest time that the answer may take."""
    provider = provider_of(target.model)
    litellm_patches.apply(target.provider)
    transport = AdjustingTransport(provider.adjust_answer) if provider.adjust_answer else None
    ask_litellm = functools.partial(
        litellm.completion,
        timeout=deadline.timeout(httpx.Timeout, seconds),
        # The state machine retries and counts. LiteLLM's own retries would be hidden and use up the time.
        max_retries=0,
        num_retries=0,
        **({"client": transport.client(seconds)} if transport else {}),
        **arguments(call, target, secret),
    )
    try:
        response = attempt(ask_litellm, target, secret, seconds)
    except LLMError as error:
        if isinstance(error, LLMAuth):
            provider.forget_tokens()
        raise (transport and transport.error) or error from None
    finally:
        # The clients hold connections open. One that the other side has closed while Lambda froze the function looks alive.
        litellm.in_memory_llm_clients_cache.flush_cache()
    usage = chat.usage_of(response)
    price = cost.by_price(usage, target.price) if target.price else _price(response, usage, target)
    return chat.reply(response, target, call.used_ids(), usage, price)


def arguments(call: Call, target: Target, secret: str | None) -> dict[str, Any]:
    """Return the arguments of `litellm.completion`, without those for time and retries."""
    provider = provider_of(target.model)
    params, think = request.params(call, target)
    if call.tools:
        tools, choice = request.tools(call, target)
        params |= {"tools": chat.tools(tools), "tool_choice": chat.tool_choice(choice)}
    name, _, model = target.model.partition("/")
    asked = {
        "model": f"{provider.litellm_name or name}/{model}",
        "messages": chat.messages(call.system, call.messages, target, think),
        **provider.access_arguments(target, secret),
        **params,
    }
    return provider.adjust_request(asked)


def _price(response: Any, usage: dict[str, int], target: Target) -> float | None:
    """Return the price by LiteLLM's price map, or None where it has none."""
    if not usage["input"] and not usage["output"]:
        return None
    try:
        return float(litellm.completion_cost(completion_response=response, model=target.model))
    except Exception:  # it raises a plain Exception for an unknown model
        return None
