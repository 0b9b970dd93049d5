"""Groq's copy of OpenAI's API. https://console.groq.com/docs/api-reference#chat-create"""

from call_llm.errors import LLMError, LLMUnavailable
from call_llm.providers.provider import Provider

# The model's text is no tool use, or no JSON. The next try may bring one.
# https://console.groq.com/docs/tool-use/local-tool-calling#error-handling
_NO_ANSWER = ("tool_use_failed", "json_validate_failed", "output_parse_failed")
_NO_CAPACITY = 498
"""The flex tier has no capacity. https://console.groq.com/docs/errors"""


def classify_error(status: int | None, text: str) -> type[LLMError] | None:
    no_answer = status == 400 and any(code in text for code in _NO_ANSWER)
    return LLMUnavailable if no_answer or status == _NO_CAPACITY else None


PROVIDER = Provider(fetches_images=True, classify_error=classify_error)
