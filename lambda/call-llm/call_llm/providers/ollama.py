"""Ollama's own API. https://github.com/ollama/ollama/blob/main/docs/api.md"""

import time
from typing import Any

from call_llm.errors import LLMContextExceeded, LLMError
from call_llm.providers.provider import Provider

_TOO_LONG = ("exceeds the available context size", "longer than the context length", "exceeds the context length")


def completes(arguments: dict[str, Any]) -> dict[str, Any]:
    """Ollama drops the beginning of a conversation that is too long, the question first, unless it is told to refuse it."""
    # LiteLLM takes the tool_choice away, and Ollama has none.
    others = {name: value for name, value in arguments.items() if name != "tool_choice"}
    return others | {"extra_body": {"truncate": False, "shift": False, **arguments.get("extra_body", {})}}


def error_of(status: int | None, text: str) -> type[LLMError] | None:
    too_long = status in (400, 500) and any(words in text for words in _TOO_LONG)
    return LLMContextExceeded if too_long else None


def mends() -> None:
    """LiteLLM asks the Ollama of this machine, whichever the target names, about each model that its price map doesn't list: four
    connections a call. And its reading of an answer fails without a text, takes a call that was cut off for a whole one, and loads
    a tokenizer to count what is counted already."""
    from litellm.llms.ollama.chat.transformation import OllamaChatConfig
    from litellm.llms.ollama.common_utils import OllamaModelInfo

    OllamaModelInfo.get_runtime_model_info = _model_info
    OllamaChatConfig.transform_response = _transform_response


def _model_info(self: Any, model: str, *_: Any, **__: Any) -> dict[str, Any]:
    """What LiteLLM itself takes for granted where nobody answers."""
    free = {"input_cost_per_token": 0.0, "output_cost_per_token": 0.0}
    return {"key": model, "litellm_provider": "ollama", "mode": "chat", "max_tokens": None, **free}


def _transform_response(self: Any, model: str, raw_response: Any, model_response: Any, *_: Any, **__: Any) -> Any:
    from litellm import Message, Usage
    from litellm.litellm_core_utils.prompt_templates.common_utils import parse_content_for_reasoning

    body = raw_response.json()
    # Raises for what is no answer: a KeyError or a TypeError is as good as any.
    message = dict(body["message"])
    thought, text = parse_content_for_reasoning(message.get("content"))
    calls = message.get("tool_calls") or None
    [choice] = model_response.choices
    choice.message = Message(content=text, tool_calls=calls, reasoning_content=message.get("thinking") or thought)
    choice.finish_reason = "length" if body.get("done_reason") == "length" else "tool_calls" if calls else "stop"
    given, written = body.get("prompt_eval_count") or 0, body.get("eval_count") or 0
    model_response.usage = Usage(prompt_tokens=given, completion_tokens=written, total_tokens=given + written)
    model_response.model, model_response.created = body.get("model") or model, int(time.time())
    return model_response


PROVIDER = Provider(
    litellm_name="ollama_chat",
    tool_choices=("auto",),
    completes=completes,
    mends=mends,
    error_of=error_of,
)
