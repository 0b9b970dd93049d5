"""Ollama's own API. https://github.com/ollama/ollama/blob/main/docs/api.md"""

from typing import Any

from call_llm.answers import ollama
from call_llm.providers.provider import Provider


def adjust_request(arguments: dict[str, Any]) -> dict[str, Any]:
    """Tell Ollama to refuse a conversation that is too long. Otherwise it drops the beginning, the question first."""
    # Ollama has no tool_choice. LiteLLM would drop it.
    others = {name: value for name, value in arguments.items() if name != "tool_choice"}
    return others | {"extra_body": {"truncate": False, "shift": False, **arguments.get("extra_body", {})}}


PROVIDER = Provider(
    litellm_name="ollama_chat",
    tool_choices=("auto",),
    adjust_request=adjust_request,
    adjust_answer=ollama.adjust,
)
