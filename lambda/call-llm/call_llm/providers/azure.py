"""Azure OpenAI. `azure/<deployment>`, at the address of the resource; `params.api_version` chooses another version of the API.

A deployment's name doesn't tell whether its model reasons. `azure/o_series/<deployment>` and `azure/gpt5_series/<deployment>` tell
LiteLLM so. LiteLLM knows the price of a deployment that is named like its model. https://docs.litellm.ai/docs/providers/azure/
"""

from call_llm.errors import LLMError, LLMUnavailable
from call_llm.providers.provider import Provider


def classify_error(status: int | None, text: str) -> type[LLMError] | None:
    """Return LLMUnavailable for LiteLLM's 422 without words, which stands for a 200 that is no answer."""
    return LLMUnavailable if status == 422 and text.rstrip().endswith("-") else None


PROVIDER = Provider(fetches_images=True, classify_error=classify_error)
