"""Anthropic's Messages API. https://platform.claude.com/docs/en/api/messages"""

from call_llm.providers.provider import Provider

PROVIDER = Provider(
    keeps_thinking=True,
    images_in_results=True,
    fetches_images=True,
    # What is shorter than the model's minimum is not cached, and that is no error.
    # https://platform.claude.com/docs/en/build-with-claude/prompt-caching
    marks_cache=lambda target: True,
)
