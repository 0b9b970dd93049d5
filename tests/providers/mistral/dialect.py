"""Reads and writes Mistral's API."""

import re
from typing import Any

from local.scripted_model.conversations import Turn
from local.scripted_model.request import Post, RejectedError, Request
from tests.providers.mistral.rules import check
from tests.providers.openai.dialect import bearer, request_of
from tests.providers.openai.dialect import write as written_by_openai

PATH = re.compile(r"/v1/chat/completions")


def read(post: Post) -> Request:
    """Raises RejectedError for what Mistral would refuse."""
    api_key = bearer(post)
    if not api_key:
        raise RejectedError("Unauthorized", 401)
    check(post.body)
    return request_of(post.body, api_key)


def write(request: Request, turn: Turn) -> dict[str, Any]:
    body = written_by_openai(request, turn)
    for choice in body["choices"]:
        message = choice["message"]
        digest = body["id"].removeprefix("chatcmpl-")
        calls = [
            {"id": f"{digest[:7]}{index:02}", "function": call["function"], "index": index}
            for index, call in enumerate(message.get("tool_calls", []))
        ]
        choice["message"] = {"role": "assistant", "tool_calls": calls or None, "content": message["content"] or ""}
    usage = {name: body["usage"][name] for name in ("prompt_tokens", "completion_tokens", "total_tokens")}
    kept = {name: body[name] for name in ("object", "created", "model", "choices")}
    return {"id": body["id"].removeprefix("chatcmpl-"), **kept, "usage": usage}


def error(rejected: RejectedError) -> dict[str, Any]:
    """What doesn't fit the schema is a 422 with a list of what doesn't; the rest is one line."""
    if rejected.status == 401:
        return {"detail": str(rejected)}
    if rejected.status == 422:
        at = [int(part.strip("[]")) if part.strip("[]").isdigit() else part for part in (rejected.param or "").split(".") if part]
        return {"detail": [{"type": rejected.kind, "loc": ["body", *at], "msg": str(rejected), "input": None}]}
    kind = {"type": rejected.kind, "param": rejected.param, "code": rejected.code}
    return {"object": "error", "message": str(rejected), **kind}
