"""Makes a call without the network, so that a library has done the work of its first call.

This replaces the documented method `HTTPTransport.handle_request` of httpx for the time of one call.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from types import ModuleType
from typing import Any

from call_llm.clients import client_of
from call_llm.config import Target
from call_llm.conversation import Call, Reply
from call_llm.errors import LLMError
from call_llm.providers.provider import NO_KEY

SECONDS = 30
_TOOL = {"name": "count", "description": "Counts.", "input_schema": {"type": "object", "properties": {"what": {"type": "string"}}}}
CALL = Call("You count.", [{"role": "user", "content": [{"type": "text", "text": "One?"}]}], [_TOOL], None)
ANSWER: dict[str, Any] = {
    "model": "rehearsed",
    # Anthropic
    "id": "rehearsed",
    "type": "message",
    "role": "assistant",
    "content": [{"type": "text", "text": "One."}],
    "stop_reason": "end_turn",
    # OpenAI, and those that have copied its API
    "object": "chat.completion",
    "created": 0,
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "One."}, "finish_reason": "stop"}],
    # Google
    "candidates": [{"index": 0, "content": {"role": "model", "parts": [{"text": "One."}]}, "finishReason": "STOP"}],
    "usageMetadata": {"promptTokenCount": 1, "candidatesTokenCount": 1, "totalTokenCount": 2},
    # Bedrock
    "output": {"message": {"role": "assistant", "content": [{"text": "One."}]}},
    "stopReason": "end_turn",
    "metrics": {"latencyMs": 1},
    # Ollama
    "message": {"role": "assistant", "content": "One."},
    "done": True,
    "done_reason": "stop",
    "prompt_eval_count": 1,
    "eval_count": 1,
    "usage": {
        **{"input_tokens": 1, "output_tokens": 1},
        **{"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        **{"inputTokens": 1, "outputTokens": 1, "totalTokens": 2},
    },
}
"""An answer that every provider's reader understands."""
# Without these, Bedrock's client would look for the role's keys. They must not get into a snapshot, and may take a request.
_NO_ROLE = {"aws_access_key_id": NO_KEY, "aws_secret_access_key": NO_KEY}


def rehearse(target: Target) -> Reply | None:
    """Return the reply of a call without a request. Return None where the call takes a secret, as for Vertex AI."""
    target = replace(target, params=target.params | (_NO_ROLE if target.provider == "bedrock" else {}))
    client = client_of(target)
    with _answering(client.HTTP), contextlib.suppress(LLMError):
        return client.ask(CALL, target, NO_KEY, SECONDS)
    return None


@contextlib.contextmanager
def _answering(http: ModuleType) -> Iterator[None]:
    """Answer every request of the library's clients. http: httpx or httpx2."""
    real = http.HTTPTransport.handle_request
    http.HTTPTransport.handle_request = lambda transport, request: http.Response(200, json=ANSWER)
    try:
        yield
    finally:
        http.HTTPTransport.handle_request = real
