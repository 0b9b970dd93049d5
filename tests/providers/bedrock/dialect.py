"""Reads and writes Bedrock's Converse API."""

import hashlib
import json
import re
from itertools import pairwise
from typing import Any

from local.scripted_model.conversations import Text, ToolResult, Turn
from local.scripted_model.request import Post, RejectedError, Request, result_of, tokens_of
from tests.providers.bedrock.blocks import text_of
from tests.providers.bedrock.rules import check
from tests.providers.bedrock.sigv4 import access_key_of

PATH = re.compile(r"/model/(?P<model>[^/]+)/converse")


def read(post: Post) -> Request:
    """Raises RejectedError for what Bedrock would refuse. The name of an error stands in a header, from which SDKs take it."""
    try:
        return _read(post)
    except RejectedError as rejected:
        kind = rejected.kind if rejected.kind.endswith("Exception") else "ValidationException"
        raise RejectedError(str(rejected), rejected.status, kind, headers={"x-amzn-errortype": kind}) from rejected


def _read(post: Post) -> Request:
    access_key, body = access_key_of(post), post.body
    check(body, post.path["model"])
    messages = body["messages"]
    return Request(
        model=post.path["model"],
        api_key=access_key,
        system=text_of(body.get("system", [])),
        tools=tuple(tool["toolSpec"]["name"] for tool in body.get("toolConfig", {}).get("tools", []) if "toolSpec" in tool),
        question=text_of(messages[0]["content"]),
        results=[_results(one["content"], two["content"]) for one, two in pairwise(messages) if one["role"] == "assistant"],
        only=body.get("toolConfig", {}).get("toolChoice", {}).get("tool", {}).get("name"),
        tokens=tokens_of(len(json.dumps(body, ensure_ascii=False))),
        body=body,
    )


def write(request: Request, turn: Turn) -> dict[str, Any]:
    """The ids are made of the request, so that the same request gets the same answer."""
    digest = hashlib.sha256(json.dumps(request.body, sort_keys=True).encode()).hexdigest()
    content = [
        {"text": block.text}
        if isinstance(block, Text)
        else {"toolUse": {"toolUseId": f"tooluse_{digest[:20]}{number:02}", "name": block.name, "input": block.input}}
        for number, block in enumerate(turn)
    ]
    written = tokens_of(len(json.dumps(content, ensure_ascii=False)))
    return {
        "output": {"message": {"role": "assistant", "content": content}},
        "stopReason": "tool_use" if any("toolUse" in block for block in content) else "end_turn",
        "usage": {
            "inputTokens": request.tokens,
            "outputTokens": written,
            "totalTokens": request.tokens + written,
            "cacheReadInputTokens": 0,
            "cacheWriteInputTokens": 0,
        },
        "metrics": {"latencyMs": 1},
    }


def error(rejected: RejectedError) -> dict[str, Any]:
    return {"message": str(rejected)}


def _results(asked: list[dict[str, Any]], answered: list[dict[str, Any]]) -> list[ToolResult]:
    by_id = {block["toolResult"]["toolUseId"]: block["toolResult"] for block in answered if "toolResult" in block}
    uses = [by_id[block["toolUse"]["toolUseId"]] for block in asked if "toolUse" in block]
    return [result_of(text_of(result["content"]), result.get("status") == "error") for result in uses]
