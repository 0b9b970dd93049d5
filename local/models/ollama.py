"""Models that Ollama serves on this machine or a near one. https://docs.ollama.com/api"""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from local.errors import ModelError
from local.models.model import FREE, OPTION, VARIABLE, Model, asked_as

URL = "http://127.0.0.1:11434"
SECONDS = 3
# The time limit if nobody asked for Ollama: a start must not wait long for a program that may not exist.
SECONDS_UNASKED = 0.5


def model(environment: Mapping[str, str], name: str) -> Model:
    """Return the model of that name, or without a name the first that can call tools. Raises ModelError."""
    url = _url(environment)
    try:
        there = _names(url, SECONDS)
        if not name:
            name = next((each for each in there if _calls_tools(url, each, SECONDS)), "")
        elif name in there or f"{name}:latest" in there:
            _refuse_without_tools(url, name)
        else:
            pulled = ", ".join(there) or "none"
            raise ModelError(f"Ollama at {url} does not have the model {name!r}. It has: {pulled}. Get it: ollama pull {name}")
    except (urllib.error.URLError, OSError, ValueError, KeyError) as error:
        raise ModelError(f"Ollama doesn't answer at {url} ({error}). Start it (ollama serve), {_another(environment)}") from error
    if not name:
        raise ModelError(f"Ollama at {url} has no model that can call tools. Get one: ollama pull qwen3")
    return _served(url, name, f"which Ollama serves at {url}")


def _another(environment: Mapping[str, str]) -> str:
    return "or ask another model" if asked_as(environment) == OPTION else f"or unset OLLAMA_MODEL and {VARIABLE}"


def model_that_calls_tools(environment: Mapping[str, str]) -> Model | None:
    """Return the most recently changed model that can call tools. Ollama lists its models in that order. None if Ollama has no such
    model or doesn't run.
    """
    url = _url(environment)
    try:
        for name in _names(url, SECONDS_UNASKED):
            if _calls_tools(url, name, SECONDS):
                return _served(
                    url, name, f"because Ollama serves it at {url}; OLLAMA_MODEL asks for another, --model scripted for none"
                )
    except (urllib.error.URLError, OSError, ValueError, KeyError):
        # Another program may listen on this port.
        pass
    return None


def _served(url: str, name: str, why: str) -> Model:
    return Model({"model": f"ollama/{name}", "apiBase": url, "price": FREE}, why)


def _url(environment: Mapping[str, str]) -> str:
    """Return the URL in OLLAMA_HOST, read as Ollama's own clients read it: the scheme may be missing, and then the port too."""
    host = environment.get("OLLAMA_HOST") or URL
    if "://" in host:
        return host.rstrip("/")
    return f"http://{host}" if urlsplit(f"//{host}").port else f"http://{host}:{urlsplit(URL).port}"


def _names(url: str, seconds: float) -> list[str]:
    return [model["name"] for model in _ask(f"{url}/api/tags", None, seconds)["models"]]


def _calls_tools(url: str, name: str, seconds: float) -> bool:
    """Return whether a model can call tools. Versions of Ollama before 0.6.4 don't say, so any model counts as able there."""
    return "tools" in _ask(f"{url}/api/show", {"model": name}, seconds).get("capabilities", ["tools"])


def _refuse_without_tools(url: str, name: str) -> None:
    if not _calls_tools(url, name, SECONDS):
        raise ModelError(f"Ollama's {name!r} can't call tools, and an agent is its tools. One that can: ollama pull qwen3")


def _ask(url: str, body: Any, seconds: float) -> Any:
    request = urllib.request.Request(url, None if body is None else json.dumps(body).encode())
    # No proxy: Ollama is on this machine or a near one.
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=seconds) as answer:
        return json.load(answer)
