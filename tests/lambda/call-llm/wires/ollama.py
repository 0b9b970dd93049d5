"""What Ollama sends, odd replies included."""

from typing import Any

from local.loopback_server import Response

MODEL = "ollama/qwen3"
API = "/ollama"
PRICED = False
"""It runs on one's own machine: a call costs nothing."""
LOADS_IMAGES = False
"""From a URL, itself."""
REFUSES = False
"""A refusal is an answer like any other."""
FORCES_TOOLS = False
"""A model can't be made to use one, only be offered no other."""
TELLS_CACHED = False
"""It reads what it has read before from memory, and doesn't count it."""


def message(done_reason: str | None = "stop", **fields: Any) -> Response:
    return Response(
        200,
        {
            "model": "qwen3",
            "created_at": "2026-01-01T00:00:00.000000Z",
            "message": {"role": "assistant", "content": "", **fields},
            "done_reason": done_reason,
            "done": True,
            "total_duration": 5_000_000,
            "load_duration": 1_000_000,
            "prompt_eval_count": 100,
            "prompt_eval_duration": 1_000_000,
            "eval_count": 20,
            "eval_duration": 2_000_000,
        },
    )


def says(text: str) -> Response:
    return message(content=text)


def calls(*uses: tuple[Any, Any, Any], text: str | None = None, done_reason: str = "stop", **more: Any) -> Response:
    """uses: (id, name, arguments, which are an object). That there are calls is no reason to be done."""
    tool_calls = [{"id": i, "function": {"index": index, "name": n, "arguments": a}} for index, (i, n, a) in enumerate(uses)]
    return message(done_reason, content=text or "", tool_calls=tool_calls, **more)


def thinks_then_calls(thought: str, *uses: tuple[str, str, Any]) -> Response:
    return calls(*uses, thinking=thought)


def nothing() -> Response:
    return message()


def cut_off(identity: str, name: str) -> Response:
    """A call that ended at num_predict: what there is of the arguments still is an object."""
    return calls((identity, name, {"sql": "SELECT"}), done_reason="length")


def refuses(words: str) -> Response:
    return says(words)


def cached(read: int, written: int) -> Response:
    """All of the input is counted."""
    return message(content="Hi.")


def error(status: int, words: str, kind: str | None = None, **headers: str) -> Response:
    return Response(status, {"error": words}, headers)


def too_long() -> Response:
    return error(400, "the request (210000 tokens) exceeds the available context size (4096 tokens), try increasing it")


def overloaded() -> Response:
    return error(503, "server busy, please try again. maximum pending requests exceeded: overloaded")


def sent_messages(body: dict[str, Any]) -> list[Any]:
    return body["messages"]


def sent_results(body: dict[str, Any]) -> list[tuple[str, Any]]:
    """(tool_use_id, content) of each tool result of a request."""
    return [(message["tool_call_id"], message["content"]) for message in body["messages"] if message["role"] == "tool"]


def sent_uses(body: dict[str, Any]) -> list[tuple[str, str, Any]]:
    """(id, name, input) of each tool use of a request."""
    calls = [call for message in body["messages"] for call in message.get("tool_calls", [])]
    return [(call["id"], call["function"]["name"], call["function"]["arguments"]) for call in calls]


def sent_tools(body: dict[str, Any]) -> list[tuple[str, str, Any]]:
    """(name, description, schema) of each tool of a request."""
    functions = [tool["function"] for tool in body.get("tools", [])]
    return [(function["name"], function["description"], function["parameters"]) for function in functions]


def sent_params(body: dict[str, Any]) -> dict[str, Any]:
    """What the config says of a request, by the names that it has there."""
    return {{"num_predict": "max_tokens"}.get(name, name): value for name, value in body["options"].items()}


def sent_tool_choice(body: dict[str, Any]) -> Any:
    """There is none. A model that is to use one tool is offered no other."""
    return [name for name, _, _ in sent_tools(body)] or None


def sent_system(body: dict[str, Any]) -> str:
    return body["messages"][0]["content"]


def sent_question(body: dict[str, Any]) -> Any:
    """The content of the first message of the user: the text alone, or with its images."""
    message = next(message for message in body["messages"] if message["role"] == "user")
    return [message["content"], *message["images"]] if message.get("images") else message["content"]


IMAGE = "iVBORw0KGgo="
TEXT = "What is this?"
FORCED = ["query"]
ANY = ["query", "schema"]
