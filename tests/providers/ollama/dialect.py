"""Reads and writes Ollama's API."""

import json
import re
from datetime import UTC, datetime
from typing import Any

from local.scripted_model.conversations import Text, ToolUse, Turn
from local.scripted_model.request import Post, RejectedError, Request, result_of, tokens_of
from tests.providers.ollama.rules import check, results_of
from tests.providers.openai.dialect import bearer

PATH = re.compile(r"/api/chat")
NAME = "scripted:latest"
DETAILS = {"parent_model": "", "format": "gguf", "family": "scripted", "families": ["scripted"], "parameter_size": "0B"}
# What is asked of Ollama beside the model: which models it has, what one can do, and its version.
PAGES = {
    "/api/tags": {"models": [{"name": NAME, "model": NAME, "modified_at": "2026-01-01T00:00:00Z", "size": 0, "details": DETAILS}]},
    "/api/show": {"details": DETAILS, "model_info": {"scripted.context_length": 131_072}, "capabilities": ["completion", "tools"]},
    "/api/version": {"version": "0.12.0"},
}


def read(post: Post) -> Request:
    """Raises RejectedError for what Ollama would refuse. It asks for no key; a proxy before it may."""
    body = post.body
    check(body)
    messages, tools = body["messages"], body.get("tools") or []
    return Request(
        model=body["model"],
        api_key=bearer(post),
        system="\n".join(each["content"] for each in messages if each["role"] == "system"),
        tools=tuple(tool["function"]["name"] for tool in tools),
        question=next((each["content"] for each in messages if each["role"] == "user"), ""),
        results=[
            [result_of(each["content"]) for each in results_of(messages, number)]
            for number, each in enumerate(messages)
            if each["role"] == "assistant"
        ],
        # There is no tool_choice. Who wants one tool to be used offers no other.
        only=tools[0]["function"]["name"] if len(tools) == 1 else None,
        tokens=tokens_of(len(json.dumps(body, ensure_ascii=False))),
        body=body,
    )


def write(request: Request, turn: Turn) -> dict[str, Any]:
    """A call has an id since version 0.12.4, and ends in "stop" like everything else."""
    text = "\n".join(block.text for block in turn if isinstance(block, Text))
    message: dict[str, Any] = {"role": "assistant", "content": text}
    calls = [
        {"id": f"call_{request.tokens}{number:02}", "function": {"index": number, "name": use.name, "arguments": use.input}}
        for number, use in enumerate(block for block in turn if isinstance(block, ToolUse))
    ]
    if calls:
        message["tool_calls"] = calls
    return {
        "model": request.model,
        "created_at": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
        "message": message,
        "done": True,
        "done_reason": "stop",
        "total_duration": 5_000_000,
        "load_duration": 1_000_000,
        "prompt_eval_count": request.tokens,
        "prompt_eval_duration": 1_000_000,
        "eval_count": tokens_of(len(json.dumps(message, ensure_ascii=False))),
        "eval_duration": 2_000_000,
    }


def error(rejected: RejectedError) -> dict[str, Any]:
    return {"error": str(rejected)}
