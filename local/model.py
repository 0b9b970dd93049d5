"""Which model the laptop stack uses: the scripted one, or a real one as soon as the environment has what it takes.

ANTHROPIC_API_KEY=…           Anthropic's model
OPENAI_API_KEY=…              OpenAI's
OLLAMA_MODEL=qwen3            a model that Ollama serves on this machine, or at OLLAMA_HOST
LLM_MODEL=provider/model      decides between them, in LiteLLM's words; LLM_MODEL=scripted asks for the scripted one
"""

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from local.errors import ModelError

SCRIPTED = "scripted"
OLLAMA_URL = "http://127.0.0.1:11434"

# Of each provider: the variable that holds its key, and the model to use where LLM_MODEL names none.
PROVIDERS = {
    "anthropic": ("ANTHROPIC_API_KEY", "anthropic/claude-sonnet-4-5"),
    "openai": ("OPENAI_API_KEY", "openai/gpt-4.1"),
}


@dataclass(frozen=True)
class Model:
    """A target of the stack's `llm` config."""

    target: dict[str, Any]
    why: str
    """Where the choice comes from, for a person to read."""
    key: str | None = field(default=None, repr=False)
    """An API key, which goes nowhere but into Pulumi's encrypted config."""


def chosen_model(environment: Mapping[str, str], ollama_models: Callable[[str], list[str]] | None = None) -> Model | None:
    """The real model that the environment asks for; None for the scripted one. Raises ModelError."""
    wanted = environment.get("LLM_MODEL", "")
    if wanted == SCRIPTED:
        return None
    if environment.get("OLLAMA_MODEL") or wanted.startswith("ollama/"):
        return _ollama(environment, ollama_models or _models_of)
    if wanted and wanted.partition("/")[0] not in PROVIDERS:
        allowed = ", ".join(f"{provider}/…" for provider in (*PROVIDERS, "ollama"))
        raise ModelError(f"LLM_MODEL is {wanted!r}: on the laptop stack it is one of {allowed}, or {SCRIPTED}")
    for provider, (variable, model) in PROVIDERS.items():
        key = environment.get(variable)
        if wanted.partition("/")[0] in ("", provider) and key:
            target = {"model": wanted or model, "secret": provider}
            return Model(target, f"because {variable} is set; LLM_MODEL={SCRIPTED} asks for the scripted model", key)
    if wanted:
        raise ModelError(f"LLM_MODEL is {wanted!r}, which needs {PROVIDERS[wanted.partition('/')[0]][0]} in the environment")
    return None


def _ollama(environment: Mapping[str, str], models: Callable[[str], list[str]]) -> Model:
    url = _with_port(environment.get("OLLAMA_HOST") or OLLAMA_URL)
    name = environment.get("OLLAMA_MODEL") or environment["LLM_MODEL"].partition("/")[2]
    there = models(url)
    if name not in there and f"{name}:latest" not in there:
        pulled = ", ".join(there) or "none"
        raise ModelError(f"Ollama at {url} does not have the model {name!r}. It has: {pulled}. Get it: ollama pull {name}")
    target = {"model": f"ollama/{name}", "apiBase": url, "price": {"input": 0, "output": 0}}
    return Model(target, f"which Ollama serves at {url}")


def _with_port(host: str) -> str:
    """As Ollama's own clients read OLLAMA_HOST: the scheme may be missing, and without one so may the port."""
    if "://" in host:
        return host.rstrip("/")
    return f"http://{host}" if urlsplit(f"//{host}").port else f"http://{host}:{urlsplit(OLLAMA_URL).port}"


def _models_of(url: str) -> list[str]:
    try:
        # No proxy: Ollama is on this machine or beside it.
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"{url}/api/tags", timeout=3) as answer:
            return [model["name"] for model in json.load(answer)["models"]]
    except (urllib.error.URLError, OSError, ValueError, KeyError) as error:
        raise ModelError(
            f"Ollama doesn't answer at {url} ({error}). Start it (ollama serve), or unset OLLAMA_MODEL and LLM_MODEL"
        ) from error
