"""Write the catalog anew from the installed LiteLLM: `python -m components.llm_catalog`, which `make lock` runs.

Only this module and the caller import LiteLLM. The import takes seconds, and `pulumi up` does without it.
"""

import functools
import json
import os
import textwrap
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

# The caller sets the same (lambda/call-llm/call_llm/clients). Without these LiteLLM fetches its price map and loads a .env file.
os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
os.environ["LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS"] = "True"
os.environ["LITELLM_MODE"] = "PRODUCTION"
os.environ["LITELLM_LOG"] = "CRITICAL"

import litellm

from components.llm_catalog.catalog import FILE, MODELS_FILE, bare_name
from components.llm_catalog.parameters import KINDS, LEFT_OUT
from components.llm_catalog.providers import PROVIDERS, REQUIRED, Provider

# The modes of models that can hold a conversation. Models of other modes make pictures, speech or embeddings. LiteLLM says
# "completion" of some models that Ollama serves as chats.
CHATS = ("chat", "responses", "completion")
WIDTH = 128


class UnsortedParameterError(Exception):
    """LiteLLM has a parameter that neither KINDS nor LEFT_OUT of parameters.py names."""


def catalog() -> dict[str, Any]:
    """Return the content of the catalog's file. Raises UnsortedParameterError."""
    providers = {name: _entry(name, provider) for name, provider in PROVIDERS.items()}
    used = {param for provider in providers.values() for param in provider["params"]}
    return {
        "litellm": version("litellm"),
        "kinds": {param: kind for param, kind in sorted(KINDS.items()) if param in used},
        "providers": providers,
    }


def text(made: dict[str, Any]) -> str:
    """Return the catalog as JSON. Long lists are wrapped, so that another version of LiteLLM changes only a few lines."""
    lines = [f'{{\n "litellm": {json.dumps(made["litellm"])},\n "kinds": {_wrapped(made["kinds"], 1)},\n "providers": {{']
    entries = []
    for name, entry in made["providers"].items():
        fields = ",\n".join(f'   "{key}": {_wrapped(value, 3)}' for key, value in entry.items())
        entries.append(f'  "{name}": {{\n{fields}\n  }}')
    return "\n".join([*lines, ",\n".join(entries), " }", "}", ""])


def _wrapped(value: Any, indent: int) -> str:
    whole = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, list | dict) or len(whole) < WIDTH - 20:
        return whole
    # Wrap between entries, never within an entry.
    entries = whole[1:-1].replace(" ", "\N{NO-BREAK SPACE}").replace(',\N{NO-BREAK SPACE}"', ', "')
    space = " " * (indent + 1)
    body = textwrap.fill(entries, WIDTH, initial_indent=space, subsequent_indent=space, break_on_hyphens=False)
    return f"{whole[0]}\n{body.replace(chr(0xA0), ' ')}\n{' ' * indent}{whole[-1]}"


def _entry(name: str, provider: Provider) -> dict[str, Any]:
    entry = {
        "example": f"{name}/{provider.example}",
        "secret": provider.secret,
        "apiBase": provider.api_base,
        "clients": ["litellm", "native"] if provider.native else ["litellm"],
        "params": _params(name, provider),
        "begins": provider.begins,
        "withoutTools": _without_tools(name, provider),
        "withoutNative": _without_native(name, provider),
    }
    return {key: value for key, value in entry.items() if value}


def _params(name: str, provider: Provider) -> list[str]:
    """Return the parameters that at least one model of the provider takes.

    LiteLLM refuses a parameter that the called model doesn't take, when that model is called.
    """
    # The models of the price map, and one that it doesn't know.
    models = {f"{provider.begins}unknown", *(model for model, entry in _in_price_map(provider) if _calls_tools(entry))}
    # Without this LiteLLM prints a hint for each name that it doesn't know.
    litellm.suppress_debug_info = True
    found: set[str] = set()
    for model in models:
        short = f"converse/{bare_name(name, model)}" if name == "bedrock" else model.removeprefix(f"{name}/")
        found |= set(litellm.get_supported_openai_params(short, provider.litellm_name or name) or ())
    if unsorted := sorted(found - KINDS.keys() - LEFT_OUT.keys()):
        raise UnsortedParameterError(
            f"LiteLLM {version('litellm')} has for {name}: {', '.join(unsorted)}. "
            "Put each into KINDS or LEFT_OUT of components/llm_catalog/parameters.py"
        )
    return sorted((found & KINDS.keys()) - set(provider.lacks) | set(provider.more_params))


def _without_tools(name: str, provider: Provider) -> list[str]:
    """Return the bare names of the models that can't call tools, by LiteLLM's price map.

    - The map lists some models under several names, by region or by size, and marks one of the names only. One mark is enough.
    - The map marks some models at another provider and says nothing of them here. These models are let through.
    - A model that the map says can't call tools is not let through.
    """
    if provider.names_are_free:
        return []
    return sorted(model for model, able in _able(name, provider).items() if not able)


def _able(name: str, provider: Provider) -> dict[str, bool]:
    """Return whether each model of the price map can call tools, by its bare name."""
    known: dict[str, bool] = {}
    for model, entry in _in_price_map(provider):
        # In any other name the slash belongs to a picture's size or to a product.
        if model.count("/") == 0 or model.split("/")[0] == name:
            silent = "supports_function_calling" not in entry and entry.get("mode") in CHATS
            able = _calls_tools(entry) or (silent and _weights(model) in _able_somewhere())
            short = bare_name(name, model)
            known[short] = known.get(short, False) or able
    return known


def models() -> dict[str, dict[str, int | None]]:
    """Return the models that call tools of each provider, with the most tokens of an answer. None: LiteLLM doesn't know it.

    A provider whose API is always somebody's own is left out: its models are those that the owner installed.
    """
    return {name: _models(name, provider) for name, provider in PROVIDERS.items() if provider.api_base != REQUIRED}


def _models(name: str, provider: Provider) -> dict[str, int | None]:
    able = _able(name, provider)
    most = {model: 0 for model, calls_tools in able.items() if calls_tools}
    for model, entry in _in_price_map(provider):
        short = bare_name(name, model)
        if short in most and isinstance(entry.get("max_output_tokens"), int):
            # The map may know less under one name of a model than under another.
            most[short] = max(most[short], entry["max_output_tokens"])
    return {model: tokens or None for model, tokens in sorted(most.items())}


def models_text(made: dict[str, dict[str, int | None]]) -> str:
    entries = ",\n".join(f'  "{name}": {_wrapped(known, 2)}' for name, known in made.items())
    return f"{{\n{entries}\n}}\n"


def _without_native(name: str, provider: Provider) -> list[str]:
    """Return the models that LiteLLM calls by OpenAI's Responses API. The caller's own client doesn't speak that API."""
    if not provider.native:
        return []
    return sorted(bare_name(name, model) for model, entry in _in_price_map(provider) if entry.get("mode") == "responses")


@functools.cache
def _able_somewhere() -> set[str]:
    return {_weights(model) for model, entry in litellm.model_cost.items() if _calls_tools(entry)}


def _weights(model: str) -> str:
    """Return the part of a model's name that is the same at every provider that serves it."""
    return model.rpartition("/")[2].removesuffix("-maas")


def _calls_tools(entry: dict[str, Any]) -> bool:
    return bool(entry.get("supports_function_calling")) and entry.get("mode") in CHATS


def _in_price_map(provider: Provider) -> Iterator[tuple[str, dict[str, Any]]]:
    for model, entry in litellm.model_cost.items():
        is_here = str(entry.get("litellm_provider")).partition("-")[0] in provider.in_price_map
        if is_here and model.rpartition("/")[2].startswith(provider.begins):
            yield model, entry


if __name__ == "__main__":
    FILE.write_text(text(catalog()), encoding="utf-8")
    MODELS_FILE.write_text(models_text(models()), encoding="utf-8")
    print(f"{FILE.name} is that of LiteLLM {version('litellm')}")
