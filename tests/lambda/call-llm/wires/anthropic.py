"""What Anthropic's Messages API sends, odd replies included."""

from typing import Any

from local.loopback_server import Response
from local.scripted_model.anthropic.thinking import signature

MODEL = "anthropic/claude-sonnet-4-5"
API = "/anthropic"
# With LiteLLM there is no field for it.
MARKS_FAILURES = ("native",)
THINKING = {"thinking": {"type": "enabled", "budget_tokens": 2048}}
"""The params with which a model thinks and shows it."""


def message(*content: dict[str, Any], stop_reason: str = "end_turn", **usage: int) -> Response:
    return Response(
        200,
        {
            "id": "msg_01",
            "type": "message",
            "role": "assistant",
            "model": "claude-sonnet-4-5-20250929",
            "content": list(content),
            "stop_reason": stop_reason,
            "stop_sequence": None,
            "usage": {"input_tokens": 100, "output_tokens": 20, **usage},
        },
    )


def says(text: str) -> Response:
    return message({"type": "text", "text": text})


def calls(*uses: tuple[str, str, Any], text: str | None = None, stop_reason: str = "tool_use") -> Response:
    """uses: (id, name, arguments as the provider sends them)."""
    said = [{"type": "text", "text": text}] if text else []
    return message(*said, *({"type": "tool_use", "id": i, "name": n, "input": a} for i, n, a in uses), stop_reason=stop_reason)


def thinks(thought: str, *more: dict[str, Any], stop_reason: str = "end_turn") -> Response:
    model = MODEL.partition("/")[2]
    return message(
        {"type": "thinking", "thinking": thought, "signature": signature(thought, model)}, *more, stop_reason=stop_reason
    )


def thinks_then_calls(thought: str, *uses: tuple[str, str, Any]) -> Response:
    """Only on the wires of providers that show what a model thinks."""
    blocks = [{"type": "tool_use", "id": i, "name": n, "input": a} for i, n, a in uses]
    return thinks(thought, *blocks, stop_reason="tool_use")


def nothing() -> Response:
    return message()


def cut_off(identity: str, name: str) -> Response:
    """A call that ended at max_tokens: what there is of the input still is an object."""
    return calls((identity, name, {"sql": "SELECT"}), stop_reason="max_tokens")


def refuses(words: str) -> Response:
    return message({"type": "text", "text": words}, stop_reason="refusal")


def cached(read: int, written: int) -> Response:
    """100 tokens of input in all; this dialect counts those of the cache apart."""
    new = 100 - read - written
    usage = {"input_tokens": new, "cache_read_input_tokens": read, "cache_creation_input_tokens": written}
    return message({"type": "text", "text": "Hi."}, **usage)


def error(status: int, words: str, kind: str = "api_error", **headers: str) -> Response:
    return Response(status, {"type": "error", "error": {"type": kind, "message": words}, "request_id": "req_1"}, headers)


def too_long() -> Response:
    return error(400, "prompt is too long: 210000 tokens > 200000 maximum", "invalid_request_error")


def overloaded() -> Response:
    return error(529, "Overloaded", "overloaded_error")


def sent_messages(body: dict[str, Any]) -> list[Any]:
    """The conversation of a request, as it was sent."""
    return body["messages"]


def sent_results(body: dict[str, Any]) -> list[tuple[str, Any]]:
    """(tool_use_id, content) of each tool result of a request; texts alone as one text."""
    blocks = [block for message in body["messages"] for block in message["content"] if isinstance(block, dict)]
    return [(block["tool_use_id"], _plain(block["content"])) for block in blocks if block["type"] == "tool_result"]


def _plain(content: Any) -> Any:
    if isinstance(content, str) or any(block["type"] != "text" for block in content):
        return content
    return "\n".join(block["text"] for block in content)


def sent_uses(body: dict[str, Any]) -> list[tuple[str, str, Any]]:
    """(id, name, input) of each tool use of a request."""
    blocks = [block for message in body["messages"] for block in message["content"] if isinstance(block, dict)]
    return [(block["id"], block["name"], block["input"]) for block in blocks if block["type"] == "tool_use"]


def sent_tools(body: dict[str, Any]) -> list[tuple[str, str, Any]]:
    """(name, description, schema) of each tool of a request."""
    return [(tool["name"], tool["description"], tool["input_schema"]) for tool in body.get("tools", [])]


def sent_params(body: dict[str, Any]) -> dict[str, Any]:
    """What the config says of a request, by the names that it has there."""
    return {name: body[name] for name in ("max_tokens", "temperature") if name in body}


def sent_tool_choice(body: dict[str, Any]) -> Any:
    return body.get("tool_choice")


def sent_system(body: dict[str, Any]) -> str:
    return "".join(block["text"] for block in body["system"])


def sent_question(body: dict[str, Any]) -> Any:
    """The content of the first message of the user."""
    return [{name: value for name, value in block.items() if name != "cache_control"} for block in body["messages"][0]["content"]]


IMAGE = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}}
TEXT = {"type": "text", "text": "What is this?"}
FORCED = {"type": "tool", "name": "query"}
ANY = {"type": "any"}
