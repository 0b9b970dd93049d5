"""Reads the catalog, which says what a target of each provider may hold.

`python -m components.llm_catalog` makes the file from LiteLLM. The file lies in the caller's folder, because the caller checks its
own configuration against it.
"""

import difflib
import functools
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agents.folders import ROOT

FILE = ROOT / "lambda" / "call-llm" / "call_llm" / "catalog.json"

# Only the stack's program reads this one, so it isn't in the caller's folder.
MODELS_FILE = Path(__file__).with_name("models.json")

# Cross-region inference profiles of Bedrock are named after a geography.
# https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
GEOGRAPHY = re.compile(r"^(?:us|us-gov|eu|apac|au|jp|ca|in|global)\.(?=[a-z0-9]+\.)")


@dataclass(frozen=True)
class Provider:
    name: str
    example: str
    """A `provider/model` that calls tools."""
    secret: str
    """The secret of a target: `required`, `optional` or `none`."""
    api_base: str
    """The `apiBase` of a target: `required` or `optional`."""
    clients: tuple[str, ...]
    params: tuple[str, ...]
    """Names of the parameters that `params` of a target may hold."""
    begins: str
    """The prefix of the models that the caller can call at the provider. Empty: any name."""
    without_tools: frozenset[str]
    """Bare names of the models that can't call tools, by LiteLLM's price map."""
    without_native: frozenset[str]
    """Bare names of the models that the client `native` can't call."""

    def calls_tools(self, model: str) -> bool:
        """Return whether the model `provider/model` can call tools, as far as the price map knows.

        A model that the map doesn't know is let through. It may be newer than the map, fine-tuned, or somebody's own.
        """
        return self._bare(model) not in self.without_tools

    @property
    def models(self) -> dict[str, int | None]:
        """The known models that call tools, by bare name, with the most tokens of an answer. None: it is unknown.

        Empty where people name the models.
        """
        return _models().get(self.name, {})

    def knows(self, model: str) -> bool:
        """Return whether LiteLLM knows the model `provider/model`. True where a name tells nothing."""
        # An ARN and a fine-tuned model are somebody's own.
        own = "arn:" in model or "/ft:" in model
        return own or not self.models or self._bare(model) in self.models

    def near_models(self, model: str) -> list[str]:
        """Return the `provider/model` of at most three known models with a similar name."""
        bare = self._bare(model)
        start = model.removesuffix(bare)
        return [f"{start}{one}" for one in difflib.get_close_matches(bare, self.models, 3, 0.6)]

    def most_tokens(self, model: str) -> int | None:
        """Return the most tokens of an answer of the model `provider/model`, or None if that is unknown."""
        return self.models.get(self._bare(model))

    def clients_of(self, model: str) -> tuple[str, ...]:
        """Return the clients that can call the model `provider/model`."""
        return tuple(one for one in self.clients if one != "native" or self._bare(model) not in self.without_native)

    def _bare(self, model: str) -> str:
        return bare_name(self.name, model.removeprefix(f"{self.name}/"))


@functools.cache
def providers() -> dict[str, Provider]:
    """Return the providers by name, in the order in which messages list them."""
    return {
        name: Provider(
            name,
            entry["example"],
            entry["secret"],
            entry["apiBase"],
            tuple(entry["clients"]),
            tuple(entry["params"]),
            entry.get("begins", ""),
            frozenset(entry.get("withoutTools", ())),
            frozenset(entry.get("withoutNative", ())),
        )
        for name, entry in _file()["providers"].items()
    }


def meant_model(text: str) -> str | None:
    """Return the `provider/model` that a model's name without a provider, or with a wrong one, probably means."""
    bare = text.strip().rpartition("/")[2]
    owners: dict[str, str] = {}
    for name, provider in providers().items():
        for model in provider.models:
            owners.setdefault(model, name)
    found = [bare] if bare in owners else difflib.get_close_matches(bare, owners, 1, 0.75)
    return f"{owners[found[0]]}/{found[0]}" if found else None


def kind(param: str) -> str:
    """Return the kind of a parameter's value, one of those in components/llm_catalog/parameters.py."""
    return kinds()[param]


def kinds() -> dict[str, str]:
    """Return the kinds of all parameters that some provider's target may have, by the parameters' names."""
    found: dict[str, str] = _file()["kinds"]
    return found


def near(name: str, known: Iterable[str], closeness: float = 0.75) -> str | None:
    """Return the known name that was probably meant, or None if no known name is close.

    closeness: 0 to 1. At 1 only capitals, spaces, `_` and `-` may differ.
    """
    # Names are written in several ways: requestMetadata, max_tokens, google-maps.
    plain = {_plain(one): one for one in known}
    found = difflib.get_close_matches(_plain(name), plain, 1, closeness)
    return plain[found[0]] if found else None


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]", "", name.lower())


def bare_name(provider: str, model: str) -> str:
    """Return a model's name without the parts that say where, in which size or in which version it runs.

    These parts are `us.` and `converse/` at Bedrock, the tag at Ollama, and the version after `@` at Vertex AI.
    """
    if provider == "bedrock":
        return GEOGRAPHY.sub("", model.rpartition("/")[2])
    if provider == "ollama":
        return model.removeprefix("ollama/").partition(":")[0]
    if provider == "vertex_ai":
        return model.removeprefix("vertex_ai/").partition("@")[0]
    return model.removeprefix(f"{provider}/")


@functools.cache
def _file() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


@functools.cache
def _models() -> dict[str, dict[str, int | None]]:
    found: dict[str, dict[str, int | None]] = json.loads(MODELS_FILE.read_text(encoding="utf-8"))
    return found
