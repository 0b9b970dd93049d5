"""Reads the catalog: per provider what a target may say, made from LiteLLM by `python -m components.llm_catalog`.

It stands in the caller's folder, because the caller checks what it is given by it too.
"""

import difflib
import functools
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[2] / "lambda" / "call-llm" / "call_llm" / "catalog.json"

# Cross-region inference profiles of Bedrock are named after a geography.
# https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
GEOGRAPHY = re.compile(r"^(?:us|us-gov|eu|apac|au|jp|ca|in|global)\.(?=[a-z0-9]+\.)")


@dataclass(frozen=True)
class Provider:
    name: str
    example: str
    """A `provider/model` that calls tools."""
    secret: str
    """Whether a target names one: `required`, `optional` or `none`."""
    api_base: str
    """`required` or `optional`."""
    clients: tuple[str, ...]
    params: tuple[str, ...]
    """Which of them `params` may hold."""
    begins: str
    """How the names of its models begin that the caller can ask for. Empty: anyhow."""
    without_tools: frozenset[str]
    """The models that can't call tools, by LiteLLM's price map, in their bare names."""
    without_native: frozenset[str]
    """The models that the client `native` can't ask."""

    def calls_tools(self, model: str) -> bool:
        """Whether `provider/model` can, as far as is known.

        A model that the map doesn't know is let through: it may be newer than the map, fine-tuned, or somebody's own.
        """
        return self._bare(model) not in self.without_tools

    def clients_of(self, model: str) -> tuple[str, ...]:
        """Of `provider/model`."""
        return tuple(one for one in self.clients if one != "native" or self._bare(model) not in self.without_native)

    def _bare(self, model: str) -> str:
        return bare_name(self.name, model.removeprefix(f"{self.name}/"))


@functools.cache
def providers() -> dict[str, Provider]:
    """By name, in the order in which messages list them."""
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


def kind(param: str) -> str:
    """What a parameter's value has to be: one of the words of components/llm_catalog/parameters.py."""
    kinds: dict[str, str] = _file()["kinds"]
    return kinds[param]


def near(name: str, known: Iterable[str]) -> str | None:
    """The known name that was probably meant."""
    # Parameters are written in two ways: requestMetadata, max_tokens.
    plain = {one.lower().replace("_", ""): one for one in known}
    found = difflib.get_close_matches(name.lower().replace("_", "").replace("-", ""), plain, 1, 0.75)
    return plain[found[0]] if found else None


def bare_name(provider: str, model: str) -> str:
    """A model's name without what says where or in which size it runs: `us.` and `converse/` of Bedrock, the tag of Ollama, the
    version after `@` of Vertex AI."""
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
