"""What Azure OpenAI sends, odd replies included."""

from typing import Any

from local.loopback_server import Response
from wires.chat import Answers
from wires.openai import (  # noqa: F401
    ANY,
    FORCED,
    IMAGE,
    TEXT,
    sent_messages,
    sent_params,
    sent_question,
    sent_results,
    sent_system,
    sent_tool_choice,
    sent_tools,
    sent_uses,
)

MODEL = "azure/gpt-4o"
"""A deployment that is named like its model, so that its price is known."""
API = "/azure"
SAFE = {name: {"filtered": False, "severity": "safe"} for name in ("hate", "self_harm", "sexual", "violence")}


def dress(body: dict[str, Any]) -> dict[str, Any]:
    [choice] = body["choices"]
    choice["message"] = {"refusal": None, "annotations": [], **choice["message"]}
    choice["content_filter_results"] = SAFE if choice["message"]["content"] else {}
    return body | {"prompt_filter_results": [{"prompt_index": 0, "content_filter_results": SAFE}]}


answers = Answers("gpt-4o-2024-11-20", dress)
message, says, calls, nothing, cut_off = answers.message, answers.says, answers.calls, answers.nothing, answers.cut_off
cached = answers.cached


def refuses(words: str) -> Response:
    return message(refusal=words)


def error(status: int, words: str, kind: str | None = None, code: str | None = None, **headers: str) -> Response:
    """The gateway's errors have a code and a message alone."""
    return Response(status, {"error": {"code": code or str(status), "message": words}}, headers)


def filtered() -> Response:
    """What the filter says of a question, and what of it."""
    found = {"hate": {"filtered": True, "severity": "high"}, "jailbreak": {"filtered": False, "detected": False}}
    words = "The response was filtered due to the prompt triggering Azure OpenAI's content management policy."
    inner = {"code": "ResponsibleAIPolicyViolation", "content_filter_result": found}
    body = {"message": words, "type": None, "param": "prompt", "code": "content_filter", "status": 400, "innererror": inner}
    return Response(400, {"error": body})


def too_long() -> Response:
    words = "This model's maximum context length is 128000 tokens. However, your messages resulted in 210000 tokens."
    return error(400, words, code="context_length_exceeded")


def overloaded() -> Response:
    return error(503, "The service is temporarily overloaded. Please try again later.", code="ServiceUnavailable")
