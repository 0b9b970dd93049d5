"""DeepSeek's copy of OpenAI's API. https://api-docs.deepseek.com/api/create-chat-completion

Its models think unless they are told not to. While they think they can't be forced to use a tool, and want back the thoughts
of every turn that used one. https://api-docs.deepseek.com/guides/thinking_mode
"""

from typing import Any

from call_llm.config import Target
from call_llm.providers.provider import Provider


def adjust_request(arguments: dict[str, Any]) -> dict[str, Any]:
    """Rename `max_completion_tokens`, which LiteLLM hands on and DeepSeek ignores."""
    if "max_completion_tokens" not in arguments:
        return arguments
    others = {name: value for name, value in arguments.items() if name != "max_completion_tokens"}
    return others | {"max_tokens": arguments["max_completion_tokens"]}


def supports_images(target: Target) -> bool:
    """Return LiteLLM's answer, because LiteLLM silently drops images for other models."""
    import litellm

    return bool(litellm.supports_vision(target.model))


PROVIDER = Provider(
    keeps_thinking=True,
    signs_thinking=False,
    params_without_thinking={"thinking": {"type": "disabled"}},
    supports_images=supports_images,
    fetches_images=True,
    adjust_request=adjust_request,
)
