"""vLLM, or any other server of OpenAI's API, at `apiBase`. https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html"""

from typing import Any

from call_llm.providers.provider import Provider


def adjust_request(arguments: dict[str, Any]) -> dict[str, Any]:
    """Send the tools' schemas unchanged. LiteLLM removes `additionalProperties`, so that a model would invent fields."""
    if "tools" not in arguments:
        return arguments
    return arguments | {"extra_body": {**arguments.get("extra_body", {}), "tools": arguments["tools"]}}


PROVIDER = Provider(fetches_images=True, adjust_request=adjust_request)
