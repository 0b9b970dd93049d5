"""The scripted model in the language of any provider, where that provider's API stands on it."""

import json
from typing import Any

from local.errors import ModelError
from local.models.model import FREE, Model
from local.ports import HOST, Ports
from local.scripted_model.dialects import DIALECTS
from local.scripted_model.dialects.vertex_ai.service_account import service_account

NAME = "scripted"
# On Vertex AI other makers' models are asked in other languages.
NAMES = {"vertex_ai": "gemini-scripted"}

# What a provider's base URL has behind the host, below its name on the scripted model.
BASES = {
    "gemini": "/v1beta",
    "groq": "/openai/v1",
    **dict.fromkeys(("openai", "vertex_ai", "mistral", "xai", "hosted_vllm"), "/v1"),
}


def target(provider: str, url: str) -> dict[str, Any]:
    """Of the stack's `llm` config. url: of the scripted model."""
    name, base = NAMES.get(provider, NAME), BASES.get(provider, "")
    return {"model": f"{provider}/{name}", "apiBase": f"{url}/{provider}{base}", "price": FREE}


def key(provider: str, url: str) -> str | None:
    """What the provider's API is asked with; None where it asks for nothing that the scripted model could know."""
    return json.dumps(service_account(url)) if provider == "vertex_ai" else None


def model(provider: str, ports: Ports) -> Model:
    """Raises ModelError for a provider whose language it doesn't speak."""
    if provider not in DIALECTS:
        raise ModelError(f"LLM_MODEL is {f'{NAME}/{provider}'!r}: the scripted model speaks for {', '.join(DIALECTS)}")
    url = f"http://{HOST}:{ports.model}"
    secret = key(provider, url)
    chosen = target(provider, url) | ({"secret": provider} if secret else {})
    return Model(chosen, f"which is the scripted model in the language of {provider}", secret)
