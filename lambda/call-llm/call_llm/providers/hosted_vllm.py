"""vLLM, or any other server of OpenAI's API, at `apiBase`. https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html"""

from typing import Any

from call_llm.errors import LLMContextExceeded, LLMError
from call_llm.providers.provider import Provider

# https://github.com/vllm-project/vllm/blob/main/vllm/v1/engine/processor.py
_TOO_LONG = "longer than the maximum model length"


def adjust_request(arguments: dict[str, Any]) -> dict[str, Any]:
    """Send the tools' schemas unchanged. LiteLLM removes `additionalProperties`, so that a model would invent fields."""
    if "tools" not in arguments:
        return arguments
    return arguments | {"extra_body": {**arguments.get("extra_body", {}), "tools": arguments["tools"]}}


def classify_error(status: int | None, text: str) -> type[LLMError] | None:
    return LLMContextExceeded if status == 400 and _TOO_LONG in text else None


PROVIDER = Provider(fetches_images=True, adjust_request=adjust_request, classify_error=classify_error)
