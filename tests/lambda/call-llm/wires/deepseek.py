"""What DeepSeek sends, odd replies included."""

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

MODEL = "deepseek/deepseek-v4-flash"
API = "/deepseek"


def dress(body: dict[str, Any]) -> dict[str, Any]:
    [choice] = body["choices"]
    message = choice["message"]
    # No text is an empty one, and calls are numbered.
    message["content"] = message["content"] or ""
    for index, call in enumerate(message.get("tool_calls", [])):
        call["index"] = index
    return body


answers = Answers("deepseek-v4-flash", dress)
message, says, calls, nothing, cut_off = answers.message, answers.says, answers.calls, answers.nothing, answers.cut_off
refuses = answers.refuses


def thinks_then_calls(thought: str, *uses: tuple[str, str, Any]) -> Response:
    return calls(*uses, reasoning_content=thought)


def cached(read: int, written: int) -> Response:
    return message(content="Hi.", usage={"prompt_cache_hit_tokens": read, "prompt_cache_miss_tokens": 100 - read})


def too_long() -> Response:
    words = "This model's maximum context length is 131072 tokens. However, you requested 210000 tokens."
    return error(400, words, "invalid_request_error", "invalid_request_error")


def overloaded() -> Response:
    return error(503, "Service is too busy: overloaded", "service_unavailable_error")
