"""xAI's copy of OpenAI's API. https://docs.x.ai/docs/api-reference#chat-completions"""

from call_llm.errors import LLMAuth, LLMError
from call_llm.providers.provider import Provider


def classify_error(status: int | None, text: str) -> type[LLMError] | None:
    """Tell a wrong key by xAI's words. It comes with status 400."""
    return LLMAuth if status == 400 and "Incorrect API key" in text else None


PROVIDER = Provider(fetches_images=True, classify_error=classify_error)
