"""What xAI sends, odd replies included."""

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

MODEL = "xai/grok-4.3"
API = "/xai/v1"


def dress(body: dict[str, Any]) -> dict[str, Any]:
    [choice] = body["choices"]
    choice["message"] = {"refusal": None, **choice["message"]}
    return body | {"usage": body["usage"] | {"num_sources_used": 0}}


answers = Answers("grok-4.3", dress)
message, says, calls, nothing, cut_off = answers.message, answers.says, answers.calls, answers.nothing, answers.cut_off
cached = answers.cached


def refuses(words: str) -> Response:
    return message(refusal=words)


def error(status: int, words: str, kind: str = "Client specified an invalid argument", **headers: str) -> Response:
    return Response(status, {"code": kind, "error": words}, headers)


def too_long() -> Response:
    return error(400, "This model's maximum prompt length is 131072 but the request contains 210000 tokens.")


def overloaded() -> Response:
    return error(503, "Service temporarily unavailable. The model is overloaded.", "The service is currently unavailable")
