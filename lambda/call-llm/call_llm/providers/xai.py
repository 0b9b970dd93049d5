"""xAI's copy of OpenAI's API. https://docs.x.ai/docs/api-reference#chat-completions"""

from call_llm.errors import LLMAuth, LLMContextExceeded, LLMError
from call_llm.providers.provider import Provider


def classify_error(status: int | None, text: str) -> type[LLMError] | None:
    """Tell a wrong key and a conversation that is too long by xAI's words. Both come with status 400."""
    if status != 400:
        return None
    if "Incorrect API key" in text:
        return LLMAuth
    return LLMContextExceeded if "maximum prompt length" in text else None


PROVIDER = Provider(fetches_images=True, classify_error=classify_error)
