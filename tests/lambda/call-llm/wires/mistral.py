"""What Mistral sends, odd replies included."""

from typing import Any

from call_llm.providers.mistral import tool_use_id

from local.loopback_server import Response
from wires import openai
from wires.chat import Answers
from wires.openai import (  # noqa: F401
    FORCED,
    IMAGE,
    TEXT,
    sent_messages,
    sent_params,
    sent_question,
    sent_system,
    sent_tool_choice,
    sent_tools,
)

MODEL = "mistral/mistral-large-latest"
API = "/mistral/v1"
ANY = "any"
# The ids of other providers reach Mistral as others; these are those that the table of cases knows.
OURS = {tool_use_id(each): each for each in ("id_1", "id_2")}


def dress(body: dict[str, Any]) -> dict[str, Any]:
    [choice] = body["choices"]
    message = choice["message"]
    # No text is an empty one, and no calls are null.
    choice["message"] = message | {"content": message["content"] or "", "tool_calls": message.get("tool_calls")}
    return {name: value for name, value in body.items() if name != "system_fingerprint"}


answers = Answers("mistral-large-latest", dress)
message, says, calls, nothing, cut_off = answers.message, answers.says, answers.calls, answers.nothing, answers.cut_off
cached, refuses = answers.cached, answers.refuses


def thinks_then_calls(thought: str, *uses: tuple[str, str, Any]) -> Response:
    """What a model thinks is a part of the content."""
    response = calls(*uses)
    response.body["choices"][0]["message"]["content"] = [{"type": "thinking", "thinking": [{"type": "text", "text": thought}]}]
    return response


def error(status: int, words: str, kind: str = "invalid_request_error", code: str | None = None, **headers: str) -> Response:
    return Response(status, {"object": "error", "message": words, "type": kind, "param": None, "code": code}, headers)


def too_long() -> Response:
    return error(400, "Prompt contains 210000 tokens and 0 draft tokens, too large for model with 131072 maximum context length")


def overloaded() -> Response:
    return error(503, "Service unavailable: the model is overloaded.", "internal_server_error", "3505")


def sent_results(body: dict[str, Any]) -> list[tuple[str, Any]]:
    """(tool_use_id, content) of each tool result of a request."""
    return [(OURS.get(identity, identity), content) for identity, content in openai.sent_results(body)]


def sent_uses(body: dict[str, Any]) -> list[tuple[str, str, Any]]:
    """(id, name, input) of each tool use of a request."""
    return [(OURS.get(identity, identity), name, given) for identity, name, given in openai.sent_uses(body)]
