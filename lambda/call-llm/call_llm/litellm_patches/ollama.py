"""The patches for Ollama."""

import time
from typing import Any

from call_llm.litellm_patches.patch import Patch, instead


def _model_info(self: Any, model: str, *_: Any, **__: Any) -> dict[str, Any]:
    """Return the facts that LiteLLM assumes where no Ollama answers."""
    free = {"input_cost_per_token": 0.0, "output_cost_per_token": 0.0}
    return {"key": model, "litellm_provider": "ollama", "mode": "chat", "max_tokens": None, **free}


def _transform_response(self: Any, model: str, raw_response: Any, model_response: Any, *_: Any, **__: Any) -> Any:
    """Fill LiteLLM's `model_response` from Ollama's answer. Raises KeyError or TypeError if it holds no message."""
    from litellm import Message, Usage
    from litellm.litellm_core_utils.prompt_templates.common_utils import parse_content_for_reasoning

    body = raw_response.json()
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


PATCHES = (
    Patch(
        target="litellm.llms.ollama.common_utils:OllamaModelInfo.get_runtime_model_info",
        replacement=instead(_model_info),
        reason="LiteLLM asks the Ollama of this machine about each model that its price map doesn't list, whatever server the "
        "target names. That is four connections a call.",
        test="test_ollama.py::test_a_call_is_one_request_and_no_other_server_is_asked",
        digest="5e7b2b88fdca",
        providers=("ollama",),
    ),
    Patch(
        target="litellm.llms.ollama.chat.transformation:OllamaChatConfig.transform_response",
        replacement=instead(_transform_response),
        reason="LiteLLM fails on an answer without text. It takes a tool use that was cut off for a whole one. It loads a "
        "tokenizer to count tokens that Ollama has counted (https://github.com/ollama/ollama/blob/main/docs/api.md).",
        test="test_ollama.py::test_calls_without_a_text_are_tool_uses",
        digest="94b5a0f86f56",
        providers=("ollama",),
    ),
)
