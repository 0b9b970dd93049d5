"""Write an answer that says no web was searched, with two sources at addresses that are reserved for examples.

The same request gets the same text. https://www.rfc-editor.org/rfc/rfc6761#section-6.5 reserves example.com and its like.
"""

import hashlib
import json
import time
import uuid
from typing import Any

from local.mock_services.perplexity.messages import last_text

CHARACTERS_PER_TOKEN = 4
_MOST_REPEATED = 400
_SOURCES: tuple[dict[str, str | None], ...] = (
    {
        "title": "Mock service page 1",
        "url": "https://example.com/mock-service/1",
        "date": "2026-01-02",
        "last_updated": "2026-01-03",
    },
    {"title": "Mock service page 2", "url": "https://example.org/mock-service/2", "date": None, "last_updated": None},
)
_SNIPPET = "Mock service: this page doesn't exist."


def of(body: dict[str, Any]) -> dict[str, Any]:
    """Return the response to a request that has been checked."""
    sources = [] if body.get("disable_search") else list(_SOURCES)
    text, finish_reason = _cut(_text(last_text(body["messages"]), len(sources)), body.get("max_tokens"))
    prompt_tokens = _tokens("".join(str(message["content"]) for message in body["messages"]))
    completion_tokens = _tokens(text)
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).digest()
    return {
        "id": str(uuid.UUID(bytes=digest[:16], version=4)),
        "model": body["model"],
        "created": int(time.time()),
        "usage": {
            "prompt_tokens": prompt_tokens,
            "completion_tokens": completion_tokens,
            "total_tokens": prompt_tokens + completion_tokens,
            "search_context_size": body.get("web_search_options", {}).get("search_context_size", "low"),
            "num_search_queries": 0,
            "cost": {"input_tokens_cost": 0.0, "output_tokens_cost": 0.0, "request_cost": 0.0, "total_cost": 0.0},
        },
        "object": "chat.completion",
        "citations": [source["url"] for source in sources],
        "search_results": [source | {"snippet": _SNIPPET, "source": "web"} for source in sources],
        "choices": [
            {
                "index": 0,
                "finish_reason": finish_reason,
                "message": {"role": "assistant", "content": text},
                "delta": {"role": "assistant", "content": ""},
            }
        ],
    }


def _text(asked: str, sources: int) -> str:
    asked = " ".join(asked.split())
    asked = asked if len(asked) <= _MOST_REPEATED else f"{asked[:_MOST_REPEATED]}…"
    marks = "".join(f"[{number}]" for number in range(1, sources + 1))
    return (
        f'Mock service: no web was searched, so nothing is known here about what was asked: "{asked}". The real service would '
        f"answer with facts and number their sources like this{marks and ' '}{marks}."
    )


def _cut(text: str, max_tokens: int | None) -> tuple[str, str]:
    if max_tokens is not None and _tokens(text) > max_tokens:
        return text[: max_tokens * CHARACTERS_PER_TOKEN], "length"
    return text, "stop"


def _tokens(text: str) -> int:
    """Return about as many tokens as a model's tokenizer makes of English."""
    return -(-len(text) // CHARACTERS_PER_TOKEN)
