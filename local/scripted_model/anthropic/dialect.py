"""Read and write Anthropic's Messages API."""

import hashlib
import json
import re
from itertools import pairwise
from typing import Any

from agents.declaration import FINAL_ANSWER
from local.scripted_model.anthropic.rules import check
from local.scripted_model.conversations import Text, ToolResult, Turn
from local.scripted_model.request import Post, RejectedError, Request, demand, result_of, tokens_of

PATH = re.compile(r"/v1/messages")


def read(post: Post) -> Request:
    """Return the request. Raises RejectedError if Anthropic would refuse it."""
    headers, body = post.headers, post.body
    # Both headers are accepted. The SDK sends the key as a bearer token, most other clients use the older header.
    api_key = headers.get("x-api-key") or headers.get("authorization", "").removeprefix("Bearer ")
    if not api_key:
        raise RejectedError("x-api-key header is required", 401, "authentication_error")
    demand(headers.get("anthropic-version"), "anthropic-version: header is required")
    check(body)
    messages = _since_the_last_question(body["messages"])
    return Request(
        model=body["model"],
        api_key=api_key,
        system=_text(body.get("system", "")),
        tools=tuple(tool["name"] for tool in body.get("tools") or []),
        question=_text(messages[0]["content"]),
        results=[_results(one["content"], two["content"]) for one, two in pairwise(messages) if one["role"] == "assistant"],
        only=body.get("tool_choice", {}).get("name"),
        tokens=tokens_of(len(json.dumps(body, ensure_ascii=False))),
        body=body,
    )


def write(request: Request, turn: Turn) -> dict[str, Any]:
    """Return the response. Its ids are made from the request, so that the same request gets the same answer."""
    digest = hashlib.sha256(json.dumps(request.body, sort_keys=True).encode()).hexdigest()
    content = [
        {"type": "text", "text": block.text}
        if isinstance(block, Text)
        else {"type": "tool_use", "id": f"toolu_01{digest[:20]}{number:02}", "name": block.name, "input": block.input}
        for number, block in enumerate(turn)
    ]
    return {
        "id": f"msg_01{digest[:22]}",
        "type": "message",
        "role": "assistant",
        "model": request.model,
        "content": content,
        "stop_reason": "tool_use" if any(block["type"] == "tool_use" for block in content) else "end_turn",
        "stop_sequence": None,
        "usage": {
            "input_tokens": request.tokens,
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": 0,
            "output_tokens": tokens_of(len(json.dumps(content, ensure_ascii=False))),
        },
    }


def error(rejected: RejectedError) -> dict[str, Any]:
    return {"type": "error", "error": {"type": rejected.kind, "message": str(rejected)}, "request_id": None}


def _since_the_last_question(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the messages of the last run of a conversation that several runs have continued. A final answer ends a run."""
    begins = [
        number + 1
        for number, (one, two) in enumerate(pairwise(messages))
        if any(isinstance(block, dict) and block.get("name") == FINAL_ANSWER for block in one["content"]) and _text(two["content"])
    ]
    return messages[begins[-1] if begins else 0 :]


def _results(asked: Any, answered: Any) -> list[ToolResult]:
    if isinstance(asked, str) or isinstance(answered, str):
        return []
    by_id = {block["tool_use_id"]: block for block in answered if block["type"] == "tool_result"}
    uses = [by_id[block["id"]] for block in asked if block["type"] == "tool_use"]
    return [result_of(_text(result.get("content", "")), bool(result.get("is_error"))) for result in uses]


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content
    return "\n".join(block["text"] for block in content if block["type"] == "text")
