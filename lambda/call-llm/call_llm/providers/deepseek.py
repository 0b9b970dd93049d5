"""DeepSeek's copy of OpenAI's API. https://api-docs.deepseek.com/api/create-chat-completion

Its models think unless they are told not to. Then they can't be made to use a tool, and want back what they thought in every turn
that used one. https://api-docs.deepseek.com/guides/thinking_mode
"""

from typing import Any

from call_llm.config import Target
from call_llm.errors import LLMAuth, LLMError
from call_llm.providers.provider import Provider

_NOT_PAID = 402
"""https://api-docs.deepseek.com/quick_start/error_codes"""


def adjust_request(arguments: dict[str, Any]) -> dict[str, Any]:
    """LiteLLM hands `max_completion_tokens` on, which DeepSeek doesn't have and doesn't read."""
    if "max_completion_tokens" not in arguments:
        return arguments
    others = {name: value for name, value in arguments.items() if name != "max_completion_tokens"}
    return others | {"max_tokens": arguments["max_completion_tokens"]}


def supports_images(target: Target) -> bool:
    """LiteLLM takes images away from models that see none, and says nothing."""
    import litellm

    return litellm.supports_vision(target.model)


def classify_error(status: int | None, text: str) -> type[LLMError] | None:
    return LLMAuth if status == _NOT_PAID else None


PROVIDER = Provider(
    keeps_thinking=True,
    signs_thinking=False,
    params_without_thinking={"thinking": {"type": "disabled"}},
    supports_images=supports_images,
    fetches_images=True,
    adjust_request=adjust_request,
    classify_error=classify_error,
)
