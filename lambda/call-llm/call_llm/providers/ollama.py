"""Ollama's own API. https://github.com/ollama/ollama/blob/main/docs/api.md"""

from typing import Any

from call_llm.errors import LLMContextExceeded, LLMError
from call_llm.providers.provider import Provider

_TOO_LONG = ("exceeds the available context size", "longer than the context length", "exceeds the context length")


def adjust_request(arguments: dict[str, Any]) -> dict[str, Any]:
    """Tell Ollama to refuse a conversation that is too long. Otherwise it drops the beginning, the question first."""
    # Ollama has no tool_choice. LiteLLM would drop it.
    others = {name: value for name, value in arguments.items() if name != "tool_choice"}
    return others | {"extra_body": {"truncate": False, "shift": False, **arguments.get("extra_body", {})}}


def classify_error(status: int | None, text: str) -> type[LLMError] | None:
    too_long = status in (400, 500) and any(words in text for words in _TOO_LONG)
    return LLMContextExceeded if too_long else None


PROVIDER = Provider(
    litellm_name="ollama_chat",
    tool_choices=("auto",),
    adjust_request=adjust_request,
    classify_error=classify_error,
)
