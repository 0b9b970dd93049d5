"""The rules of Anthropic's Messages API for thinking.

https://platform.claude.com/docs/en/build-with-claude/extended-thinking
"""

import base64
import hashlib
from typing import Any

from local.scripted_model.request import demand, known_fields

THINKING = ("thinking", "redacted_thinking")


def signature(thinking: str, model: str) -> str:
    """Return the signature of thinking. The service checks it when the thinking comes back, so that another model's thinking is
    refused.
    """
    return base64.b64encode(hashlib.sha256(f"{model}\n{thinking}".encode()).digest()).decode()


def check_thinking(body: dict[str, Any]) -> None:
    """Raise RejectedError if thinking is on and conflicts with the rest of the request, which has been checked."""
    thinking = body.get("thinking", {"type": "disabled"})
    if thinking["type"] == "disabled":
        return
    known_fields(thinking, "type budget_tokens display", "thinking")
    if thinking["type"] == "enabled":
        demand(
            1024 <= thinking.get("budget_tokens", 0) < body["max_tokens"],
            "thinking.enabled.budget_tokens: Input should be at least 1024 and less than `max_tokens`",
        )
    forced = body.get("tool_choice", {}).get("type") in ("any", "tool")
    demand(not forced, "Thinking may not be enabled when tool_choice forces tool use.")
    demand(body.get("temperature", 1) == 1, "`temperature` may only be set to 1 when thinking is enabled.")
    _check_own_thoughts(body["messages"])


def _check_own_thoughts(messages: list[dict[str, Any]]) -> None:
    """Check that the model gets its thinking back within a loop of tool calls. A loop begins at a message without tool results."""
    for number in range(len(messages) - 1, 0, -1):
        role, content = messages[number]["role"], messages[number]["content"]
        blocks = [{"type": "text"}] if isinstance(content, str) else content
        if role == "user" and all(block["type"] != "tool_result" for block in blocks):
            return
        found = blocks[0]["type"]
        demand(
            role == "user" or found in THINKING,
            f"messages.{number}.content.0.type: Expected `thinking` or `redacted_thinking`, but found `{found}`. When "
            "`thinking` is enabled, a final `assistant` message must start with a thinking block",
        )
