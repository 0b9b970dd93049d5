"""What OpenAI's Chat Completions API sends, odd replies and those of compatible servers included."""

import json
from typing import Any

from local.loopback_server import Response

MODEL = "openai/gpt-4o"
API = "/openai/v1"


def message(finish_reason: str = "stop", usage: dict[str, Any] | None = None, **fields: Any) -> Response:
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120, **(usage or {})}
    said = {"role": "assistant", "content": None, "refusal": None, "annotations": [], **fields}
    return Response(
        200,
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1_700_000_000,
            "model": "gpt-4o-2024-08-06",
            "choices": [{"index": 0, "message": said, "logprobs": None, "finish_reason": finish_reason}],
            "usage": usage,
            "system_fingerprint": None,
        },
    )


def says(text: str) -> Response:
    return message(content=text)


def calls(*uses: tuple[Any, Any, Any], text: str | None = None, finish_reason: str = "tool_calls") -> Response:
    """uses: (id, name, arguments: an object is sent as the JSON text of it, anything else as it is)."""
    tool_calls = [
        {"id": i, "type": "function", "function": {"name": n, "arguments": json.dumps(a) if isinstance(a, dict) else a}}
        for i, n, a in uses
    ]
    return message(finish_reason, content=text, tool_calls=tool_calls)


def nothing() -> Response:
    return message()


def cut_off(identity: str, name: str) -> Response:
    """A call that ended at max_tokens, in the middle of its JSON."""
    return calls((identity, name, '{"sql": "SELECT'), finish_reason="length")


def refuses(words: str) -> Response:
    return message(refusal=words)


def cached(read: int, written: int) -> Response:
    """100 tokens of input in all; this dialect counts those of the cache among them and doesn't tell what was written."""
    return message(content="Hi.", usage={"prompt_tokens_details": {"cached_tokens": read, "audio_tokens": 0}})


def error(status: int, words: str, kind: str = "server_error", code: str | None = None, **headers: str) -> Response:
    return Response(status, {"error": {"message": words, "type": kind, "param": None, "code": code}}, headers)


def too_long() -> Response:
    words = "This model's maximum context length is 128000 tokens. However, your messages resulted in 210000 tokens."
    return error(400, words, "invalid_request_error", "context_length_exceeded")


def overloaded() -> Response:
    return error(503, "The engine is currently overloaded, please try again later")


def sent_messages(body: dict[str, Any]) -> list[Any]:
    """The conversation of a request, as it was sent."""
    return body["messages"]


def sent_results(body: dict[str, Any]) -> list[tuple[str, Any]]:
    """(tool_use_id, content) of each tool result of a request."""
    return [(message["tool_call_id"], message["content"]) for message in body["messages"] if message["role"] == "tool"]


def sent_uses(body: dict[str, Any]) -> list[tuple[str, str, Any]]:
    """(id, name, input) of each tool use of a request."""
    calls = [call for message in body["messages"] for call in message.get("tool_calls", [])]
    return [(call["id"], call["function"]["name"], json.loads(call["function"]["arguments"])) for call in calls]


def sent_tools(body: dict[str, Any]) -> list[tuple[str, str, Any]]:
    """(name, description, schema) of each tool of a request."""
    functions = [tool["function"] for tool in body.get("tools", [])]
    return [(function["name"], function["description"], function["parameters"]) for function in functions]


def sent_params(body: dict[str, Any]) -> dict[str, Any]:
    """What the config says of a request, by the names that it has there."""
    return {name: body[name] for name in ("max_tokens", "temperature") if name in body}


def sent_tool_choice(body: dict[str, Any]) -> Any:
    return body.get("tool_choice")


def sent_system(body: dict[str, Any]) -> str:
    return body["messages"][0]["content"]


def sent_question(body: dict[str, Any]) -> Any:
    """The content of the first message of the user."""
    return next(message["content"] for message in body["messages"] if message["role"] == "user")


IMAGE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}
TEXT = {"type": "text", "text": "What is this?"}
FORCED = {"type": "function", "function": {"name": "query"}}
ANY = "required"
