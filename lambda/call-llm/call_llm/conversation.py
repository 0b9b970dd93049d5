"""The question to a model and its reply, in content blocks.

The blocks are Anthropic's: text, image, tool_use, tool_result, thinking. They suit the state machine, because a tool's input is an
object in them, and a tool result needs no message of its own. https://platform.claude.com/docs/en/api/messages
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
    """The question to a model. It is the same for every provider."""

    system: str
    messages: list[dict[str, Any]]
    """Each with a list of blocks as its content."""
    tools: list[dict[str, Any]]
    """Each is {name, description, input_schema}."""
    tool_choice: dict[str, Any] | None
    """{type: auto | any | none} or {type: tool, name}; None is auto."""

    def used_ids(self) -> set[str]:
        """Return the tool_use ids of the conversation."""
        blocks = [block for message in self.messages for block in message["content"]]
        return {block["id"] for block in blocks if block["type"] == "tool_use"}


@dataclass(frozen=True)
class Reply:
    """The model's answer, its tokens and its cost."""

    content: list[dict[str, Any]]
    """The assistant turn, in blocks."""
    stop_reason: str
    """end_turn, tool_use or max_tokens, which are Anthropic's words."""
    unreadable: dict[str, str]
    """The problem of each tool use whose arguments could not be read, by its id. Its input is {}."""
    model: str
    """The provider's name for the model that answered."""
    usage: dict[str, int]
    """Numbers of tokens. `input` is the whole input. `cache_read` and `cache_write` are the parts of it that were read from the
    provider's cache or written to it. `output` includes thinking."""
    cost_usd: float | None
    """None where the price or the tokens are unknown."""


def in_blocks(messages: list[Any]) -> list[dict[str, Any]]:
    """Return the messages, each with a list of blocks as its content. Raises LLMBadRequest for an invalid message."""
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
    if kind is None or kind not in allowed:
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
