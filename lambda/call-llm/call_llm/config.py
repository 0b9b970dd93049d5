"""Reads and checks the environment variable LLM_CONFIG, which says which LLMs to call.

{"targets": [{"model": "anthropic/claude-sonnet-4-5", "secret_arn": "arn:…", "params": {"max_tokens": 8192}},
             {"model": "openai/my-model", "api_base": "https://…/v1", "price": {"input": 0.5, "output": 1.5}, "client": "native"}],
 "fallback_on": ["rate_limited", "unavailable", "timeout"], "timeout_seconds": 120}
"""

import functools
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from call_llm.errors import KINDS

VARIABLE = "LLM_CONFIG"
FALLBACK_ON = ("rate_limited", "unavailable", "timeout")
TIMEOUT_SECONDS = 120
MAX_TOKENS = 4096

CLIENTS = ("litellm", "native")

# The parameters that each provider takes. It is made from LiteLLM. The stack's configuration is checked by it before a deployment.
_CATALOG = Path(__file__).with_name("catalog.json")


class LLMConfigError(ValueError):
    """LLM_CONFIG is missing or wrong. The message says where, what is given and what is allowed."""


@dataclass(frozen=True)
class Price:
    """US dollars per million tokens. Cached input costs the same as other input."""

    input: float
    output: float


@dataclass(frozen=True)
class Target:
    """One model at one provider."""

    model: str
    """`provider/model`, as LiteLLM names it."""
    secret_arn: str | None = None
    """The secret with the API key. Without one the call uses the function's role, or no key."""
    api_base: str | None = None
    """The URL of the API. None for the provider's own."""
    params: dict[str, Any] = field(default_factory=dict)
    """More arguments of the call. catalog.json lists the allowed ones. `max_tokens` is 4096 by default."""
    price: Price | None = None
    """For a model that LiteLLM's price map doesn't know or has wrong."""
    client: str = CLIENTS[0]
    """`litellm`, or `native` for the provider's own SDK."""

    @property
    def provider(self) -> str:
        return self.model.partition("/")[0]


@dataclass(frozen=True)
class LLMConfig:
    targets: tuple[Target, ...]
    """They are asked in this order."""
    fallback_on: tuple[str, ...] = FALLBACK_ON
    """The kinds of error after which the next target is asked."""
    timeout_seconds: float = TIMEOUT_SECONDS
    """The longest time that one target may take to answer."""


def read(environment: Mapping[str, str]) -> LLMConfig:
    """Return the config from the environment variable. Raises LLMConfigError."""
    try:
        given = json.loads(environment[VARIABLE])
    except KeyError:
        raise LLMConfigError(f"the environment variable {VARIABLE} is not set: it holds the targets to call, as JSON") from None
    except ValueError as error:
        raise LLMConfigError(f"{VARIABLE} is not valid JSON: {error}") from error
    _refuse_unknown(given, VARIABLE, {"targets", "fallback_on", "timeout_seconds"})
    targets = given.get("targets")
    if not isinstance(targets, list) or not targets:
        raise LLMConfigError(f"{VARIABLE}.targets is {json.dumps(targets)}: a list of one target or more is needed")
    fallback_on = given.get("fallback_on", FALLBACK_ON)
    if not isinstance(fallback_on, list | tuple) or not set(fallback_on) <= set(KINDS):
        raise LLMConfigError(f"{VARIABLE}.fallback_on is {json.dumps(fallback_on)}: allowed are {', '.join(KINDS)}")
    return LLMConfig(
        targets=tuple(_target(target, f"{VARIABLE}.targets[{number}]") for number, target in enumerate(targets)),
        fallback_on=tuple(fallback_on),
        timeout_seconds=_number(given.get("timeout_seconds", TIMEOUT_SECONDS), f"{VARIABLE}.timeout_seconds", above=0),
    )


def _target(given: Any, at: str) -> Target:
    _refuse_unknown(given, at, {"model", "secret_arn", "api_base", "params", "price", "client"})
    model, params, price, client = (
        given.get("model"),
        given.get("params") or {},
        given.get("price"),
        given.get("client", CLIENTS[0]),
    )
    if not isinstance(model, str) or not all(model.partition("/")):
        raise LLMConfigError(f"{at}.model is {json.dumps(model)}: write provider/model, like anthropic/claude-sonnet-4-5")
    takes = _providers().get(model.partition("/")[0])
    if takes is None:
        raise LLMConfigError(f"{at}.model is {json.dumps(model)}: the providers are {', '.join(_providers())}")
    for name in ("secret_arn", "api_base"):
        if not isinstance(given.get(name), str | None):
            raise LLMConfigError(f"{at}.{name} is {json.dumps(given[name])}: a string is needed")
    _refuse_unknown(params, f"{at}.params", set(takes["params"]))
    if client not in takes["clients"]:
        raise LLMConfigError(f"{at}.client is {json.dumps(client)}: for this provider there is {', '.join(takes['clients'])}")
    if price is not None:
        _refuse_unknown(price, f"{at}.price", {"input", "output"})
        price = Price(*(_number(price.get(name), f"{at}.price.{name}") for name in ("input", "output")))
    return Target(model, given.get("secret_arn"), given.get("api_base"), params, price, client)


@functools.cache
def _providers() -> dict[str, Any]:
    providers: dict[str, Any] = json.loads(_CATALOG.read_text(encoding="utf-8"))["providers"]
    return providers


def _refuse_unknown(given: Any, at: str, allowed: set[str]) -> None:
    if not isinstance(given, dict):
        raise LLMConfigError(f"{at} is {json.dumps(given)}: an object is needed")
    if unknown := sorted(given.keys() - allowed):
        raise LLMConfigError(f"{at} has {', '.join(unknown)}: allowed are {', '.join(sorted(allowed))}")


def _number(given: Any, at: str, above: float | None = None) -> float:
    number = given if isinstance(given, int | float) and not isinstance(given, bool) else math.nan
    if not math.isfinite(number) or number < 0 or (above is not None and number <= above):
        least = "above 0" if above is not None else "of 0 or more"
        raise LLMConfigError(f"{at} is {json.dumps(given)}: a number {least} is needed")
    return number
