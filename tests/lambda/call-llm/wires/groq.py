"""What Groq sends, odd replies included."""

from typing import Any

from local.loopback_server import Response
from wires.chat import Answers
from wires.openai import (  # noqa: F401
    ANY,
    FORCED,
    IMAGE,
    TEXT,
    error,
    sent_messages,
    sent_params,
    sent_question,
    sent_results,
    sent_system,
    sent_tool_choice,
    sent_tools,
    sent_uses,
)

MODEL = "groq/openai/gpt-oss-120b"
API = "/groq/openai/v1"


def dress(body: dict[str, Any]) -> dict[str, Any]:
    [choice] = body["choices"]
    # What has no value has no field.
    choice["message"] = {name: value for name, value in choice["message"].items() if value is not None}
    times = {"queue_time": 0.05, "prompt_time": 0.01, "completion_time": 0.1, "total_time": 0.11}
    more = {"usage_breakdown": None, "x_groq": {"id": "req_1", "seed": 1}, "service_tier": "on_demand"}
    return body | {"usage": body["usage"] | times} | more


answers = Answers("openai/gpt-oss-120b", dress)
message, says, calls, nothing, cut_off = answers.message, answers.says, answers.calls, answers.nothing, answers.cut_off
cached, refuses = answers.cached, answers.refuses


def thinks_then_calls(thought: str, *uses: tuple[str, str, Any]) -> Response:
    return calls(*uses, reasoning=thought)


def failed_generation(text: str) -> Response:
    """The model has written a call that is none."""
    words = "Failed to call a function. Please adjust your prompt. See 'failed_generation' for more details."
    kind = {"type": "invalid_request_error", "code": "tool_use_failed"}
    return Response(400, {"error": {"message": words, **kind, "failed_generation": text}})


def too_long() -> Response:
    words = "Please reduce the length of the messages or completion. 210000 tokens are too many."
    return error(400, words, "invalid_request_error", "context_length_exceeded")


def overloaded() -> Response:
    return error(503, "openai/gpt-oss-120b is currently overloaded. Please back off exponentially.", "internal_server_error")
