"""What a model is asked and what it replies, in content blocks.

The blocks are Anthropic's (text, image, tool_use, tool_result, thinking): a tool's input stays an object in them and a result needs
no message of its own, which is what the state machine wants. https://platform.claude.com/docs/en/api/messages
"""

from dataclasses import dataclass
from typing import Any

from call_llm import thinking
from call_llm.errors import LLMBadRequest

_BLOCKS_OF = {"user": ("text", "image", "tool_result"), "assistant": ("text", "tool_use", *thinking.TYPES)}
_FIELDS: dict[str, dict[str, type]] = {
    "text": {"text": str},
    "image": {"source": dict},
    "tool_use": {"id": str, "name": str, "input": dict},
    "tool_result": {"tool_use_id": str},
}


@dataclass(frozen=True)
class Call:
    """What a model is asked, whichever it is."""

    system: str
    messages: list[dict[str, Any]]
    """In blocks."""
    tools: list[dict[str, Any]]
    """{name, description, input_schema}."""
    tool_choice: dict[str, Any] | None
    """{type: auto | any | none} or {type: tool, name}; None is auto."""

    def used_ids(self) -> set[str]:
        """The tool_use ids that the conversation has already."""
        blocks = [block for message in self.messages for block in message["content"]]
        return {block["id"] for block in blocks if block["type"] == "tool_use"}


@dataclass(frozen=True)
class Reply:
    """What the model said, and what it took."""

    content: list[dict[str, Any]]
    """The assistant turn, in blocks."""
    stop_reason: str
    """In Anthropic's words: end_turn, tool_use or max_tokens."""
    unreadable: dict[str, str]
    """By id, the tool uses whose arguments could not be read, and why. Their input is {}."""
    model: str
    """As the provider names it."""
    usage: dict[str, int]
    """Tokens: `input` is all of the input, `cache_read` and `cache_write` are the parts of it that were read from or put into the
    provider's cache, `output` includes thinking."""
    cost_usd: float | None
    """None where the price or the tokens are unknown."""


def in_blocks(messages: list[Any]) -> list[dict[str, Any]]:
    """The messages, each with a list of blocks as its content. Raises LLMBadRequest for what is no message."""
    if not messages:
        raise LLMBadRequest("messages is empty: there is nothing to answer")
    return [_in_blocks(message, f"messages[{number}]") for number, message in enumerate(messages)]


def _in_blocks(message: Any, at: str) -> dict[str, Any]:
    role = message.get("role") if isinstance(message, dict) else None
    if role not in _BLOCKS_OF:
        raise LLMBadRequest(f"{at}.role is {role!r}: allowed are {', '.join(_BLOCKS_OF)}")
    content = message.get("content")
    if isinstance(content, str):
        return {"role": role, "content": [{"type": "text", "text": content}]}
    if not isinstance(content, list):
        raise LLMBadRequest(f"{at}.content has to be a text or a list of content blocks")
    for number, block in enumerate(content):
        _check_block(block, _BLOCKS_OF[role], f"{at}.content[{number}]")
    return {"role": role, "content": content}


def _check_block(block: Any, allowed: tuple[str, ...], at: str) -> None:
    kind = block.get("type") if isinstance(block, dict) else None
    if kind not in allowed:
        raise LLMBadRequest(f"{at}.type is {kind!r}: allowed there are {', '.join(allowed)}")
    fields = _FIELDS.get(kind, {})
    if missing := [field for field in fields if field not in block]:
        raise LLMBadRequest(f"{at} is of type {kind} and lacks {', '.join(missing)}")
    for field, needed in fields.items():
        if not isinstance(block[field], needed):
            raise LLMBadRequest(f"{at}.{field} has to be {'a text' if needed is str else 'an object'}")
    if kind == "tool_result":
        content = block.get("content")
        if not isinstance(content, str | list | None):
            raise LLMBadRequest(f"{at}.content has to be a text or a list of content blocks")
        for number, part in enumerate(content if isinstance(content, list) else []):
            _check_block(part, ("text", "image"), f"{at}.content[{number}]")
