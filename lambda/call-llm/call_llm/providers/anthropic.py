"""Anthropic's Messages API. https://platform.claude.com/docs/en/api/messages"""

from call_llm import model_map
from call_llm.answers import messages
from call_llm.config import Target
from call_llm.providers.provider import Provider


def supports_forced_tools(target: Target) -> bool:
    """Return whether the model can be forced to use a tool. Some models that always think refuse it."""
    known = model_map.facts(target.provider, target.model.partition("/")[2])
    return known.get("supports_forced_tool_use") is not False


PROVIDER = Provider(
    adjust_answer=messages.adjust,
    keeps_thinking=True,
    images_in_results=True,
    fetches_images=True,
    # The API ignores the marks of a request that is shorter than the model's minimum.
    # https://platform.claude.com/docs/en/build-with-claude/prompt-caching
    marks_cache=lambda target: True,
    supports_forced_tools=supports_forced_tools,
)
