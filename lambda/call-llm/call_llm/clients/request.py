"""Prepares the parts of a request that all clients send alike."""

from typing import Any

from call_llm import thinking
from call_llm.config import MAX_TOKENS, Target
from call_llm.conversation import Call
from call_llm.errors import LLMBadRequest
from call_llm.providers import provider_of

# Models send messages without content, and providers refuse them.
NOTHING = "(no content)"
UNSEEN = "(an image, which this model can't see)"
CACHE = {"cache_control": {"type": "ephemeral"}}
_TOOL_CHOICES = ("auto", "any", "none", "tool")


def params(call: Call, target: Target) -> tuple[dict[str, Any], bool]:
    """Return the target's params for this call, and whether the model may think in it."""
    think = thinking.may_think(call.messages, call.tool_choice, target)
    given = {"max_tokens": MAX_TOKENS, **target.params}
    if "max_completion_tokens" in given:
        del given["max_tokens"]
    if not think:
        given = {name: value for name, value in given.items() if name not in thinking.PARAMS}
        given |= provider_of(target.model).params_without_thinking
    return given, think


def tools(call: Call, target: Target) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the tools to offer and the tool_choice. A model that can't be forced to use a tool is offered that tool alone.

    Raises LLMBadRequest for an unknown tool_choice.
    """
    choice = call.tool_choice or {"type": "auto"}
    if choice["type"] not in _TOOL_CHOICES:
        raise LLMBadRequest(f"tool_choice.type is {choice['type']!r}: allowed are {', '.join(_TOOL_CHOICES)}")
    provider = provider_of(target.model)
    forced = choice["type"] in ("any", "tool")
    if not forced or (choice["type"] in provider.tool_choices and provider.supports_forced_tools(target)):
        return call.tools, choice
    only = [tool for tool in call.tools if tool["name"] == choice.get("name")]
    return only or call.tools, {"type": "auto"}


def input_schema(tool: dict[str, Any]) -> dict[str, Any]:
    """Return the tool's schema. A tool without fields gets an empty one, because some providers refuse a missing one."""
    given: dict[str, Any] = tool.get("input_schema", {})
    return {"type": "object", "properties": {}} | given


def parts(content: str | list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    """Return the blocks of a content, without the empty texts that providers refuse."""
    blocks = [{"type": "text", "text": content}] if isinstance(content, str) else content or []
    return [block for block in blocks if block["type"] != "text" or block["text"].strip()]
