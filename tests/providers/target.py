"""Where a provider's API stands on the server of `tests/providers`, and what it is asked with."""

import json
from typing import Any

from local.models.model import FREE
from tests.providers.vertex_ai.service_account import service_account

# On Vertex AI other makers' models are asked in other languages.
NAMES = {"vertex_ai": "gemini-scripted"}

# What a provider's base URL has behind the host, below its name on the server.
BASES = {
    "gemini": "/v1beta",
    "groq": "/openai/v1",
    **dict.fromkeys(("openai", "vertex_ai", "mistral", "xai", "hosted_vllm"), "/v1"),
}


def model_of(provider: str) -> str:
    """Return the model as the stack's `llm` config names it."""
    return f"{provider}/{NAMES.get(provider, 'scripted')}"


def target(provider: str, url: str) -> dict[str, Any]:
    """Return a target of the stack's `llm` config. url: of the server."""
    return {"model": model_of(provider), "apiBase": f"{url}/{provider}{BASES.get(provider, '')}", "price": FREE}


def key(provider: str, url: str) -> str | None:
    """Return what the provider's API is asked with; None where any key will do."""
    return json.dumps(service_account(url)) if provider == "vertex_ai" else None
