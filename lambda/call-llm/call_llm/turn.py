"""Runs one turn of a conversation. The state machine's input and output:

    in   {"system", "messages", "tools", "tool_choice", "options": {"max_tool_uses"}, "run", "history",
          "conversations": {"bucket", "prefix"}}
    out  {"messages": [the new assistant turn], "history": null | {"bucket", "key", "bytes"},
          "tool_uses": [{"id", "name", "input", "error"?}],
          "metadata": {"stop_reason", "model", "target", "usage": {"input", "output", "cache_read", "cache_write"},
                       "cost_usd", "attempts"}}

Messages are made of Anthropic's content blocks. A thinking block also carries the `model` that made it. With `history`, the
conversation is the stored one, followed by `messages`. It is completed before it is sent, see completion.py.
https://platform.claude.com/docs/en/api/messages
"""

from collections.abc import Callable
from typing import Any

from call_llm import half_pairs, history, tool_uses
from call_llm.completion import completed
from call_llm.config import LLMConfig
from call_llm.conversation import Call, in_blocks
from call_llm.fallback import first_reply
from call_llm.log import CallLog


def run_turn(event: dict[str, Any], config: LLMConfig, milliseconds_left: Callable[[], int]) -> dict[str, Any]:
    """Ask the model for the next turn. Raises an LLMError. The state machine retries or fails by the name of its class."""
    run = event.get("run")
    log = CallLog(run)
    conversation = half_pairs.refuse(event, history.load(event))
    tools = event.get("tools") or []
    schemas = tool_uses.schemas_of(tools)
    call = Call(event.get("system") or "", completed(in_blocks(conversation)), tools, event.get("tool_choice"))
    replied = first_reply(call, config, milliseconds_left, log)
    reply, content = replied.reply, replied.reply.content
    uses = [block for block in content if block["type"] == "tool_use"]
    checked = tool_uses.check(
        uses,
        reply.unreadable,
        schemas,
        (event.get("options") or {}).get("max_tool_uses"),
        cut_off=reply.stop_reason == "max_tokens" and content[-1]["type"] == "tool_use",
    )
    # Providers refuse a tool use without a result. So one that gets none must not be in the turn.
    left_out = uses[len(checked) :]
    message = {"role": "assistant", "content": [block for block in content if block not in left_out]}
    metadata = {
        "stop_reason": reply.stop_reason,
        "model": reply.model,
        "target": replied.target.model,
        "usage": reply.usage,
        "cost_usd": reply.cost_usd,
        "attempts": replied.attempts,
    }
    log.write("llm_call", **metadata, fell_over=replied.target is not config.targets[0])
    return {
        "messages": [message],
        "history": history.store([*conversation, message], event.get("conversations"), always=bool(event.get("history"))),
        "tool_uses": checked,
        "metadata": metadata,
    }
