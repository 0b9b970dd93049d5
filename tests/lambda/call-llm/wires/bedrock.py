"""What Amazon Bedrock's Converse API sends, odd replies included."""

from typing import Any

from local.loopback_server import Response
from tests.providers.bedrock.thinking import signature

MODEL = "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0"
API = "/bedrock"
BY_ROLE = True
"""Who asks is known by the role that signs, and not by a key."""
LOADS_IMAGES = False
"""From a URL, itself."""
THINKING = {"thinking": {"type": "enabled", "budget_tokens": 2048}}
"""The params with which a model thinks and shows it."""
# https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html#API_runtime_Converse_Errors
EXCEPTIONS = {
    400: "ValidationException",
    403: "AccessDeniedException",
    404: "ResourceNotFoundException",
    408: "ModelTimeoutException",
    424: "ModelErrorException",
    429: "ThrottlingException",
    500: "InternalServerException",
    503: "ServiceUnavailableException",
}


def message(*content: dict[str, Any], stop_reason: str = "end_turn", **usage: int) -> Response:
    usage = {"inputTokens": 100, "outputTokens": 20, **usage}
    return Response(
        200,
        {
            "output": {"message": {"role": "assistant", "content": list(content)}},
            "stopReason": stop_reason,
            "usage": {**usage, "totalTokens": sum(usage.values())},
            "metrics": {"latencyMs": 551},
        },
        {"x-amzn-requestid": "4a2b8f6e-3a2e-4a5c-9d0e-0b6f7c1d2e3f"},
    )


def says(text: str) -> Response:
    return message({"text": text})


def calls(*uses: tuple[str, str, Any], text: str | None = None, stop_reason: str = "tool_use") -> Response:
    """uses: (id, name, arguments as the provider sends them)."""
    said = [{"text": text}] if text else []
    blocks = [{"toolUse": {"toolUseId": i, "name": n, "input": a}} for i, n, a in uses]
    return message(*said, *blocks, stop_reason=stop_reason)


def thinks(thought: str, *more: dict[str, Any], stop_reason: str = "end_turn") -> Response:
    text = {"text": thought, "signature": signature(thought, MODEL.partition("/")[2])}
    return message({"reasoningContent": {"reasoningText": text}}, *more, stop_reason=stop_reason)


def thinks_then_calls(thought: str, *uses: tuple[str, str, Any]) -> Response:
    """Only on the wires of providers that show what a model thinks."""
    blocks = [{"toolUse": {"toolUseId": i, "name": n, "input": a}} for i, n, a in uses]
    return thinks(thought, *blocks, stop_reason="tool_use")


def nothing() -> Response:
    return message()


def cut_off(identity: str, name: str) -> Response:
    """A call that ended at maxTokens: what there is of the input still is an object."""
    return calls((identity, name, {"sql": "SELECT"}), stop_reason="max_tokens")


def refuses(words: str) -> Response:
    return message({"text": words}, stop_reason="content_filtered")


def cached(read: int, written: int) -> Response:
    """100 tokens of input in all; this dialect counts those of the cache apart."""
    new = 100 - read - written
    return message({"text": "Hi."}, inputTokens=new, cacheReadInputTokens=read, cacheWriteInputTokens=written)


def error(status: int, words: str, kind: str | None = None, **headers: str) -> Response:
    kind = kind or EXCEPTIONS.get(status, "InternalServerException")
    return Response(status, {"message": words}, {"x-amzn-errortype": f"{kind}:http://internal.amazon.com/", **headers})


def too_long() -> Response:
    return error(400, "The model returned the following errors: prompt is too long: 210000 tokens > 200000 maximum")


def overloaded() -> Response:
    return error(503, "The model is overloaded. Try your request again.")


def blocks(body: dict[str, Any], kind: str) -> list[Any]:
    """Every block of this kind in the messages of a request."""
    return [block[kind] for message in body["messages"] for block in message["content"] if kind in block]


def sent_messages(body: dict[str, Any]) -> list[Any]:
    """The conversation of a request, as it was sent."""
    return body["messages"]


def sent_results(body: dict[str, Any]) -> list[tuple[str, Any]]:
    """(tool_use_id, content) of each tool result of a request; the content as text where it is one."""
    return [(result["toolUseId"], _plain(result["content"])) for result in blocks(body, "toolResult")]


def sent_uses(body: dict[str, Any]) -> list[tuple[str, str, Any]]:
    """(id, name, input) of each tool use of a request."""
    return [(use["toolUseId"], use["name"], use["input"]) for use in blocks(body, "toolUse")]


def sent_tools(body: dict[str, Any]) -> list[tuple[str, str, Any]]:
    """(name, description, schema) of each tool of a request. LiteLLM writes `required` where there is none."""
    specs = [tool["toolSpec"] for tool in body.get("toolConfig", {}).get("tools", [])]
    schemas = [{name: value for name, value in spec["inputSchema"]["json"].items() if value != []} for spec in specs]
    return [(spec["name"], spec["description"], schema) for spec, schema in zip(specs, schemas, strict=True)]


def sent_params(body: dict[str, Any]) -> dict[str, Any]:
    """What the config says of a request, by the names that it has there."""
    return {{"maxTokens": "max_tokens"}.get(name, name): value for name, value in body["inferenceConfig"].items()}


def sent_tool_choice(body: dict[str, Any]) -> Any:
    return body.get("toolConfig", {}).get("toolChoice")


def sent_system(body: dict[str, Any]) -> str:
    return "".join(block["text"] for block in body["system"] if "text" in block)


def sent_question(body: dict[str, Any]) -> Any:
    """The content of the first message of the user."""
    return [block for block in body["messages"][0]["content"] if "cachePoint" not in block]


def _plain(content: list[dict[str, Any]]) -> Any:
    return content[0]["text"] if len(content) == 1 and "text" in content[0] else content


IMAGE = {"image": {"source": {"bytes": "iVBORw0KGgo="}, "format": "png"}}
TEXT = {"text": "What is this?"}
FORCED = {"tool": {"name": "query"}}
ANY = {"any": {}}
