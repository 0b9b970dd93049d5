"""Reads LiteLLM's map of models, which has each model's prices and abilities.

It is read from its file, because it takes seconds to import LiteLLM.
https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json
"""

import functools
import importlib.util
import json
import re
from pathlib import Path
from typing import Any

_FILE = "model_prices_and_context_window_backup.json"
_RULES = "fallback_generalizations"
_DATE = re.compile(r"-\d{4}-\d{2}-\d{2}$")
_FINE_TUNED = re.compile(r"(:[^:]*){3}$")


def entry(provider: str, model: str) -> dict[str, Any] | None:
    """Return the model's own entry, or that of the model without its date, or of the one that was fine-tuned."""
    plain = _FINE_TUNED.sub("", model) if "ft:" in model else _DATE.sub("", model)
    found = (_models(provider).get(name) for name in (f"{provider}/{model}", model, f"{provider}/{plain}", plain))
    return next((each for each in found if each), None)


def facts(provider: str, model: str) -> dict[str, Any]:
    """Return the model's entry. Rules for whole families fill in the fields that it lacks."""
    own = entry(provider, model)
    known: dict[str, Any] = {}
    for rule in _map()[_RULES]["rules"]:
        fits = own is None or provider in rule.get("fill_missing_for_providers", ())
        if fits and re.search(rule["pattern"], model, re.IGNORECASE):
            known |= rule["model_info"]
    return known | (own or {})


@functools.cache
def _models(provider: str) -> dict[str, dict[str, Any]]:
    return {name: entry for name, entry in _map().items() if entry.get("litellm_provider") == provider}


@functools.cache
def _map() -> dict[str, Any]:
    """Return the entries that are needed. Without LiteLLM in the package there are none."""
    found = importlib.util.find_spec("litellm")  # doesn't import it
    folders = list(found.submodule_search_locations or []) if found else []
    everything = json.loads((Path(folders[0]) / _FILE).read_bytes()) if folders else {}
    # 250 of 4,500 entries are of the providers whose SDKs are asked directly. The others would only take memory.
    kept = {name: entry for name, entry in everything.items() if entry.get("litellm_provider") in ("anthropic", "openai")}
    return {_RULES: {"rules": []}} | kept | {_RULES: everything.get(_RULES, {"rules": []})}
