"""Reads and writes OpenAI's Chat Completions API."""

import hashlib
import json
import re
import time
from typing import Any

from local.scripted_model.conversations import Text, ToolUse, Turn
from local.scripted_model.request import Post, RejectedError, Request, result_of, tokens_of
from tests.providers.openai.rules import check

PATH = re.compile(r"/v1/chat/completions")


def read(post: Post) -> Request:
    """Raises RejectedError for what OpenAI would refuse."""
    api_key = bearer(post)
    if not api_key:
        raise RejectedError("You didn't provide an API key. Provide it in an Authorization header (Bearer auth).", 401)
    check(post.body)
    return request_of(post.body, api_key)


def bearer(post: Post) -> str:
    """The key of the Authorization header, or nothing."""
    scheme, _, key = post.headers.get("authorization", "").partition(" ")
    return key if scheme == "Bearer" else ""


def request_of(body: dict[str, Any], api_key: str) -> Request:
    """What a body that is checked comes down to."""
    messages, choice = body["messages"], body.get("tool_choice")
    results = {each["tool_call_id"]: result_of(_text(each["content"])) for each in messages if each["role"] == "tool"}
    turns = [each.get("tool_calls") or [] for each in messages if each["role"] == "assistant"]
    return Request(
        model=body["model"],
        api_key=api_key,
        system="\n".join(_text(each["content"]) for each in messages if each["role"] in ("system", "developer")),
        tools=tuple(tool["function"]["name"] for tool in body.get("tools") or []),
        question=next((_text(each["content"]) for each in messages if each["role"] == "user"), ""),
        results=[[results[call["id"]] for call in calls] for calls in turns],
        only=choice["function"]["name"] if isinstance(choice, dict) else None,
        tokens=tokens_of(len(json.dumps(body, ensure_ascii=False))),
        body=body,
    )


def write(request: Request, turn: Turn) -> dict[str, Any]:
    """The ids are made of the request, so that the same request gets the same answer."""
    digest = hashlib.sha256(json.dumps(request.body, sort_keys=True).encode()).hexdigest()
    calls = [
        {
            "id": f"call_{digest[:22]}{number:02}",
            "type": "function",
            "function": {"name": use.name, "arguments": json.dumps(use.input, ensure_ascii=False)},
        }
        for number, use in enumerate(block for block in turn if isinstance(block, ToolUse))
    ]
    text = "\n".join(block.text for block in turn if isinstance(block, Text))
    message = {"role": "assistant", "content": text or None, "refusal": None, "annotations": []}
    if calls:
        message["tool_calls"] = calls
    finish = "tool_calls" if calls else "stop"
    written = tokens_of(len(json.dumps(message, ensure_ascii=False)))
    return {
        "id": f"chatcmpl-{digest[:29]}",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": request.model,
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": finish}],
        "usage": {
            "prompt_tokens": request.tokens,
            "completion_tokens": written,
            "total_tokens": request.tokens + written,
            "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
            "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0},
        },
        "service_tier": "default",
        "system_fingerprint": None,
    }


def error(rejected: RejectedError) -> dict[str, Any]:
    words = {"message": str(rejected), "type": rejected.kind, "param": rejected.param, "code": rejected.code}
    return {"error": words}


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content
    return "\n".join(part["text"] for part in content if part["type"] == "text")
