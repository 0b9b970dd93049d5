"""What vLLM sends, odd replies included."""

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

MODEL = "hosted_vllm/my-model"
API = "/hosted_vllm/v1"
PRICED = False
"""Nobody but who runs the server knows what it costs."""


def dress(body: dict[str, Any]) -> dict[str, Any]:
    [choice] = body["choices"]
    message = choice["message"]
    choice["message"] = {"refusal": None, "annotations": None, "audio": None, "function_call": None, "tool_calls": []} | message
    return body | {"prompt_logprobs": None, "kv_transfer_params": None, "service_tier": None}


answers = Answers("my-model", dress)
message, says, calls, nothing, cut_off = answers.message, answers.says, answers.calls, answers.nothing, answers.cut_off
cached, refuses = answers.cached, answers.refuses


def thinks_then_calls(thought: str, *uses: tuple[str, str, Any]) -> Response:
    return calls(*uses, reasoning=thought)


def error(status: int, words: str, kind: str = "BadRequestError", **headers: str) -> Response:
    return Response(status, {"error": {"message": words, "type": kind, "param": None, "code": status}}, headers)


def early_error(status: int, words: str) -> Response:
    """As it was before version 0.10.2."""
    return Response(status, {"object": "error", "message": words, "type": "BadRequestError", "param": None, "code": status})


def too_long() -> Response:
    return error(400, "The decoder prompt of 210000 tokens is longer than the maximum model length of 131072.")


def overloaded() -> Response:
    return error(503, "The engine is overloaded.", "ServiceUnavailableError")
