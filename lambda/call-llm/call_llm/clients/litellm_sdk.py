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
from call_llm.answers.answer import Answer
from call_llm.answers.stop_words import REFUSED
from call_llm.clients import chat, deadline, request
from call_llm.clients.adjusting_transport import AdjustingTransport
from call_llm.clients.attempt import attempt
from call_llm.config import Target
from call_llm.conversation import Call, Reply
from call_llm.errors import LLMAuth, LLMError, LLMRefused, LLMUnavailable, cut
from call_llm.providers import provider_of

HTTP = httpx

litellm.suppress_debug_info = True
# These warnings would put the input of a tool into the log.
warnings.filterwarnings("ignore", message="Pydantic serializer warnings")
# Nobody can act on these warnings.
warnings.filterwarnings("ignore", message=".*`ReadOnly` qualifier")

litellm_patches.apply()


def ask(call: Call, target: Target, secret: str | None, seconds: float) -> Reply:
    """Return the target's reply. Raises an LLMError. seconds: the longest time that the answer may take."""
    provider = provider_of(target.model)
    litellm_patches.apply(target.provider)
    transport = AdjustingTransport(target, secret)
    # LiteLLM hands it to OpenAI's SDK.
    litellm.client_session = transport.session(seconds)
    ask_litellm = functools.partial(
        litellm.completion,
        timeout=deadline.timeout(httpx.Timeout, seconds),
        # The state machine retries and counts. LiteLLM's own retries would be hidden and use up the time.
        max_retries=0,
        num_retries=0,
        **({} if provider.asked_with_sdk else {"client": transport.client(seconds)}),
        **arguments(call, target, secret),
    )
    try:
        response = attempt(ask_litellm, target, secret, seconds)
    except LLMError as error:
        if isinstance(error, LLMAuth):
            provider.forget_tokens()
        raise transport.error or error from None
    finally:
        # The clients hold connections open. One that the other side has closed while Lambda froze the function looks alive.
        litellm.in_memory_llm_clients_cache.flush_cache()
    usage = chat.usage_of(response)
    answer = transport.answer or _of_the_responses_api(response, usage, target)
    price = _price(response, usage, target) if answer.tells_tokens else None
    return chat.reply(response, answer.cut_off, target, call.used_ids(), usage, price)


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


def _of_the_responses_api(response: Any, usage: dict[str, int], target: Target) -> Answer:
    """Return what LiteLLM says of an answer that didn't pass the transport. LiteLLM asks OpenAI's Responses API for some models."""
    if not response.choices:
        raise LLMUnavailable(f"{target.model}: this is no answer, because it is empty")
    choice = response.choices[0]
    refusal = getattr(choice.message, "refusal", None)
    if refusal or choice.finish_reason == "content_filter":
        raise LLMRefused(cut(refusal or choice.message.content or REFUSED))
    return Answer({}, choice.finish_reason == "length", any(usage.values()))


def _price(response: Any, usage: dict[str, int], target: Target) -> float | None:
    """Return the cost by the target's price or by LiteLLM's price map, or None where neither has it."""
    if target.price:
        return cost.by_price(usage, target.price)
    try:
        return float(litellm.completion_cost(completion_response=response, model=target.model))
    except Exception:  # it raises a plain Exception for an unknown model
        return None
