"""What Google's generateContent sends, odd replies included."""

from typing import Any

from local.loopback_server import Response
from tests.providers.gemini.dialect import STATUSES
from tests.providers.gemini.signatures import signature

MODEL = "gemini/gemini-3.5-flash"
API = "/gemini/v1beta"
MARKS_FAILURES = ("litellm",)
LOADS_IMAGES = False
"""From a URL, itself."""
THINKING = {"reasoning_effort": "low"}
"""The params with which a model thinks and shows it."""
NAME = MODEL.partition("/")[2]


def answer(*candidates: dict[str, Any], model: str = NAME, **usage: int) -> Response:
    usage = {"promptTokenCount": 100, "candidatesTokenCount": 20, **usage}
    usage["totalTokenCount"] = usage["promptTokenCount"] + usage["candidatesTokenCount"] + usage.get("thoughtsTokenCount", 0)
    body = {"candidates": list(candidates), "usageMetadata": usage, "modelVersion": model, "responseId": "r1"}
    return Response(200, body, {"server-timing": "gfet4t7; dur=551"})


def message(*parts: dict[str, Any], finish_reason: str = "STOP", **more: Any) -> Response:
    content = {"content": {"parts": list(parts), "role": "model"}}
    return answer({**content, "finishReason": finish_reason, "index": 0}, **more)


def says(text: str) -> Response:
    return message({"text": text})


def calls(*uses: tuple[str, str, Any], text: str | None = None, finish_reason: str = "STOP") -> Response:
    """uses: (id, name, arguments as the provider sends them; None is no such field). The first is signed."""
    said = [{"text": text}] if text else []
    return message(*said, *call_parts(*uses), finish_reason=finish_reason)


def call_parts(*uses: tuple[str, str, Any], model: str = NAME) -> list[dict[str, Any]]:
    parts = [{"functionCall": {"id": i, "name": n, **({} if a is None else {"args": a})}} for i, n, a in uses]
    return [parts[0] | {"thoughtSignature": signature(model, parts[0])}, *parts[1:]]


def signature_of(part: dict[str, Any]) -> str:
    return signature(NAME, part)


def thinks_then_calls(thought: str, *uses: tuple[str, str, Any]) -> Response:
    """Only on the wires of providers that show what a model thinks."""
    return message({"text": thought, "thought": True}, *call_parts(*uses), thoughtsTokenCount=30)


def nothing() -> Response:
    return answer({"content": {"role": "model"}, "finishReason": "STOP", "index": 0})


def cut_off(identity: str, name: str) -> Response:
    """A call that ended at maxOutputTokens: what there is of the arguments still is an object."""
    return calls((identity, name, {"sql": "SELECT"}), finish_reason="MAX_TOKENS")


def refuses(words: str) -> Response:
    return answer({"finishReason": "SAFETY", "finishMessage": words, "index": 0}, candidatesTokenCount=0)


def cached(read: int, written: int) -> Response:
    """100 tokens of input in all; this dialect counts those of the cache among them and doesn't tell what was written."""
    return message({"text": "Hi."}, cachedContentTokenCount=read)


def error(status: int, words: str, kind: str | None = None, details: Any = None, **headers: str) -> Response:
    said = {"code": status, "message": words, "status": kind or STATUSES.get(status, "UNKNOWN")}
    return Response(status, {"error": said | ({"details": details} if details else {})}, headers)


def too_long() -> Response:
    return error(400, "The input token count (210000 tokens) exceeds the maximum number of tokens allowed (131072).")


def overloaded() -> Response:
    return error(503, "The model is overloaded. Please try again later.")


def parts_of(body: dict[str, Any], kind: str) -> list[Any]:
    """Every part of this kind in the conversation of a request."""
    return [part[kind] for content in body["contents"] for part in content["parts"] if kind in part]


def sent_messages(body: dict[str, Any]) -> list[Any]:
    """The conversation of a request, as it was sent."""
    return body["contents"]


def sent_results(body: dict[str, Any]) -> list[tuple[str, Any]]:
    """(tool_use_id, content) of each tool result of a request; with the images in it, if there are any."""
    results = [(each["id"], *each["response"].values(), each.get("parts")) for each in parts_of(body, "functionResponse")]
    return [(identity, (text, images) if images else text) for identity, text, images in results]


def sent_uses(body: dict[str, Any]) -> list[tuple[str, str, Any]]:
    """(id, name, input) of each tool use of a request."""
    return [(call["id"], call["name"], call["args"]) for call in parts_of(body, "functionCall")]


def sent_tools(body: dict[str, Any]) -> list[tuple[str, str, Any]]:
    """(name, description, schema) of each tool of a request."""
    functions = [function for tool in body.get("tools", []) for function in tool["functionDeclarations"]]
    return [(function["name"], function["description"], function["parametersJsonSchema"]) for function in functions]


def sent_params(body: dict[str, Any]) -> dict[str, Any]:
    """What the config says of a request, by the names that it has there."""
    return {{"maxOutputTokens": "max_tokens"}.get(name, name): value for name, value in body["generationConfig"].items()}


def sent_tool_choice(body: dict[str, Any]) -> Any:
    return body.get("toolConfig", {}).get("functionCallingConfig")


def sent_system(body: dict[str, Any]) -> str:
    return "".join(part["text"] for part in body["systemInstruction"]["parts"])


def sent_question(body: dict[str, Any]) -> Any:
    """The content of the first message of the user."""
    return body["contents"][0]["parts"]


IMAGE = {"inlineData": {"data": "iVBORw0KGgo=", "mimeType": "image/png"}}
TEXT = {"text": "What is this?"}
FORCED = {"mode": "ANY", "allowedFunctionNames": ["query"]}
ANY = {"mode": "ANY"}
