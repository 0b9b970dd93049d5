"""Azure OpenAI. `azure/<deployment>`, at the address of the resource; `params.api_version` chooses another version of the API.

Whether a deployment's model reasons can't be told from its name: `azure/o_series/<deployment>` and `azure/gpt5_series/<deployment>`
say so to LiteLLM. Nor can its price, where it isn't named like its model. https://docs.litellm.ai/docs/providers/azure/
"""

from call_llm.errors import LLMError, LLMUnavailable
from call_llm.providers.provider import Provider


def classify_error(status: int | None, text: str) -> type[LLMError] | None:
    """LiteLLM's 422 without a word is an answer that is none, but a 200."""
    return LLMUnavailable if status == 422 and text.rstrip().endswith("-") else None


PROVIDER = Provider(fetches_images=True, classify_error=classify_error)
