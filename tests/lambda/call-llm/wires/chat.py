"""What the providers have in common that have copied OpenAI's API. Their wires say what each of them sends that others don't."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from local.loopback_server import Response


def as_it_is(body: dict[str, Any]) -> dict[str, Any]:
    return body


@dataclass(frozen=True)
class Answers:
    """The answers of one provider."""

    model: str
    """As it calls itself."""
    dress: Callable[[dict[str, Any]], dict[str, Any]] = as_it_is
    """Makes of OpenAI's answer what this provider sends."""

    def message(self, finish_reason: Any = "stop", usage: dict[str, Any] | None = None, **fields: Any) -> Response:
        said = {"role": "assistant", "content": None, **fields}
        body = {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1_700_000_000,
            "model": self.model,
            "choices": [{"index": 0, "message": said, "logprobs": None, "finish_reason": finish_reason}],
            "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120, **(usage or {})},
            "system_fingerprint": "fp_1",
        }
        return Response(200, self.dress(body))

    def says(self, text: str) -> Response:
        return self.message(content=text)

    def calls(
        self, *uses: tuple[Any, Any, Any], text: str | None = None, finish_reason: str = "tool_calls", **more: Any
    ) -> Response:
        """uses: (id, name, arguments: an object is sent as the JSON text of it, anything else as it is)."""
        tool_calls = [
            {"id": i, "type": "function", "function": {"name": n, "arguments": json.dumps(a) if isinstance(a, dict) else a}}
            for i, n, a in uses
        ]
        return self.message(finish_reason, content=text, tool_calls=tool_calls, **more)

    def nothing(self) -> Response:
        return self.message()

    def cut_off(self, identity: str, name: str) -> Response:
        """A call that ended at max_tokens, in the middle of its JSON."""
        return self.calls((identity, name, '{"sql": "SELECT'), finish_reason="length")

    def refuses(self, words: str) -> Response:
        """Few have a field for it. The finish reason says so, and the text is what the model came to say."""
        return self.message("content_filter", content=words)

    def cached(self, read: int, written: int) -> Response:
        """100 tokens of input in all; those of the cache are among them, and what was written is not told."""
        return self.message(content="Hi.", usage={"prompt_tokens_details": {"cached_tokens": read}})
