"""Reads and writes Google's generateContent."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from local.scripted_model.conversations import Text, ToolResult, Turn
from local.scripted_model.request import Post, RejectedError, Request, demand, result_of, tokens_of
from tests.providers.gemini.contents import FIRST_WITH_IDS, answers, calls, responses
from tests.providers.gemini.payload import Schema
from tests.providers.gemini.rules import check
from tests.providers.gemini.signatures import FIRST_TO_SIGN, generation, signature

PATH = re.compile(r"/v1(beta)?/models/(?P<model>[^/:]+):generateContent")
SCHEMA = Schema(Path(__file__).with_name("schema.json"))
STATUSES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}
NO_KEY = (
    "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API "
    "consumer identity to call this API."
)


def read(post: Post) -> Request:
    """Raises RejectedError for what the Gemini API would refuse."""
    api_key = post.headers.get("x-goog-api-key") or post.query.get("key")
    if not api_key:
        raise RejectedError(NO_KEY, 403)
    return request_of(post, SCHEMA, api_key)


def request_of(post: Post, schema: Schema, api_key: str) -> Request:
    """The request, checked against a schema of Google's and against the rules that all its services share."""
    body, model = schema.read(post.body), post.path["model"]
    named = body.get("model", model).removeprefix("models/")
    demand(named == model, f"The model in the URL is {model} and the one in the request is {named}.")
    check(body, model)
    contents = body["contents"]
    calling = body.get("toolConfig", {}).get("functionCallingConfig", {})
    forced = calling.get("allowedFunctionNames", []) if calling.get("mode") == "ANY" else []
    return Request(
        model=model,
        api_key=api_key,
        system=_text(body.get("systemInstruction", {})),
        tools=tuple(each["name"] for tool in body.get("tools", []) for each in tool.get("functionDeclarations", [])),
        question=_text(contents[0]),
        results=[
            [_result(response) for response in answers(calls(content), responses(contents[number + 1]))]
            for number, content in enumerate(contents)
            if content["role"] == "model"
        ],
        only=forced[0] if len(forced) == 1 else None,
        tokens=tokens_of(len(json.dumps(body, ensure_ascii=False))),
        body=body,
    )


def write(request: Request, turn: Turn) -> dict[str, Any]:
    """The ids are made of the request, so that the same request gets the same answer."""
    digest = hashlib.sha256(json.dumps(request.body, sort_keys=True).encode()).hexdigest()
    parts: list[dict[str, Any]] = []
    for number, block in enumerate(turn):
        if isinstance(block, Text):
            parts.append({"text": block.text})
            continue
        part: dict[str, Any] = {"functionCall": {"name": block.name, "args": block.input}}
        if generation(request.model) >= FIRST_WITH_IDS:
            part["functionCall"]["id"] = f"{digest[:8]}{number:02}"
        if generation(request.model) >= FIRST_TO_SIGN and not any("functionCall" in before for before in parts):
            part["thoughtSignature"] = signature(request.model, part)
        parts.append(part)
    written = tokens_of(len(json.dumps(parts, ensure_ascii=False)))
    return {
        "candidates": [{"content": {"parts": parts, "role": "model"}, "finishReason": "STOP", "index": 0}],
        "usageMetadata": {
            "promptTokenCount": request.tokens,
            "candidatesTokenCount": written,
            "totalTokenCount": request.tokens + written,
            "promptTokensDetails": [{"modality": "TEXT", "tokenCount": request.tokens}],
        },
        "modelVersion": request.model,
        "responseId": digest[:22],
    }


def error(rejected: RejectedError) -> dict[str, Any]:
    """https://cloud.google.com/apis/design/errors"""
    said: dict[str, Any] = {
        "code": rejected.status,
        "message": str(rejected),
        "status": STATUSES.get(rejected.status, "UNKNOWN"),
    }
    if rejected.param:
        violation = {"field": rejected.param, "description": str(rejected)}
        said["details"] = [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}]
    return {"error": said}


def _text(content: dict[str, Any]) -> str:
    return "\n".join(part["text"] for part in content.get("parts", []) if "text" in part)


def _result(response: dict[str, Any]) -> ToolResult:
    """What a function returned has no fixed field: `output` and `error` are Google's own words, `content` is LiteLLM's."""
    match response["response"]:
        case {"error": str(text)}:
            return result_of(text, is_error=True)
        case {"output": str(text)} | {"content": str(text)} | {"result": str(text)}:
            return result_of(text)
        case anything:
            return result_of(json.dumps(anything, ensure_ascii=False))
