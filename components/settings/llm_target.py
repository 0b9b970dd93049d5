"""Reads one target of the configuration, a model at a provider, and checks it against the catalog."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from components.llm_catalog.catalog import Provider
from components.settings import keys
from components.settings.llm_model import EXAMPLE_MODEL, doubts, read_provider
from components.settings.llm_params import read_params
from components.settings.llm_secret import read_secret_name
from components.settings.raw_config import ASK, Problems, RawConfig, listed, number, shown, truth
from components.settings.secrets import Secret
from components.settings.unknown_keys import refuse_unknown

DEFAULT_CLIENT = "litellm"

_URL = re.compile(r"^https?://[^\s/?#@]+(?:/[^\s?#@]*)?$")


@dataclass(frozen=True)
class Price:
    """The price of a model, in US dollars per million tokens."""

    input: float
    output: float


@dataclass(frozen=True)
class LlmTarget:
    """One model at one provider."""

    model: str
    """LiteLLM's `provider/model`."""
    secret: str | None = None
    """The name of a `Secret`. None: the provider lets the caller in by IAM, or asks for no secret."""
    api_base: str | None = None
    """The URL of the provider's API. None: the provider's own."""
    params: dict[str, Any] = field(default_factory=dict)
    """Parameters for the provider, like `max_tokens`."""
    price: Price | None = None
    """None: the price in LiteLLM's table."""
    client: str = DEFAULT_CLIENT
    """`litellm`, or `native` for the provider's own SDK."""

    @property
    def provider(self) -> str:
        return self.model.partition("/")[0]


def read_target(
    config: RawConfig, path: str, given: dict[str, Any], secrets: Mapping[str, Secret | None], problems: Problems
) -> LlmTarget:
    """Return the target. Append what is wrong with it to `problems`."""
    refuse_unknown(config, path, given, keys.TARGET, problems)
    provider = problems.caught(lambda: read_provider(config, path, given.get("model")))
    price = problems.caught(lambda: _price(config, f"{path}.price", given.get("price"), problems))
    api_base = problems.caught(lambda: _api_base(config, path, given.get("apiBase"), provider))
    secret = problems.caught(lambda: read_secret_name(config, path, given.get("secret"), api_base, provider, secrets))
    if provider is None:
        # The provider decides which other values are allowed.
        return LlmTarget(EXAMPLE_MODEL)
    problems.caught(lambda: _refuse_without_tools(config, path, given, provider))
    client = problems.caught(lambda: _client(config, path, given, provider))
    params = read_params(config, f"{path}.params", given.get("params", {}), provider, problems)
    if not api_base:
        # Somebody's own server has models of its own.
        problems.warnings += doubts(config, path, given["model"], params, provider)
    return LlmTarget(given["model"], secret, api_base, params, price, client or DEFAULT_CLIENT)


def _refuse_without_tools(config: RawConfig, path: str, given: dict[str, Any], provider: Provider) -> None:
    if truth(given.get("callsTools", True)) is not True:
        raise config.refused(
            f"{path}.callsTools is {shown(given['callsTools'])}",
            "true, where LiteLLM's price map is wrong about the model: agents answer through tools",
            config.remove_command(f"{path}.callsTools"),
        )
    if "callsTools" not in given and not provider.calls_tools(given["model"]):
        raise config.refused(
            f"{path}.model is {given['model']!r}, which can't call tools by LiteLLM's price map, and an agent is its tools",
            f"a chat model that calls tools, like {provider.example}; or callsTools: true, where the map is wrong",
            config.set_command(f"{path}.model", provider.example),
        )


def _client(config: RawConfig, path: str, given: dict[str, Any], provider: Provider) -> str:
    client, there = given.get("client", DEFAULT_CLIENT), provider.clients_of(given["model"])
    if client not in there:
        whose = given["model"] if client in provider.clients else provider.name
        raise config.refused(
            f"{path}.client is {client!r}, which {whose} does not have",
            listed(there),
            config.set_command(f"{path}.client", DEFAULT_CLIENT),
        )
    return str(client)


def _api_base(config: RawConfig, path: str, api_base: Any, provider: Provider | None) -> str | None:
    # Nobody but the reader knows the URL, so the command asks for it.
    set_it = config.set_command(f"{path}.apiBase", ASK)
    if api_base is None and provider and provider.api_base == "required":
        raise config.refused(f"{path}.apiBase is not set, and {provider.name} has no URL of its own", "a URL", set_it)
    if api_base is not None and not _URL.match(str(api_base)):
        # The message doesn't repeat a URL that may hold a key.
        has = "has a user, a query or a fragment" if re.search("[@?#]", str(api_base)) else f"is {shown(api_base)}"
        optional = provider is not None and provider.api_base != "required" and not api_base
        repair = config.remove_command(f"{path}.apiBase") if optional else set_it
        raise config.refused(f"{path}.apiBase {has}", "a URL of http or https, with a path at most", repair)
    return None if api_base is None else str(api_base)


def _price(config: RawConfig, path: str, price: Any, problems: Problems) -> Price | None:
    if price is None:
        return None
    allowed = "input and output, in US dollars a million tokens, 0 or more"
    if not isinstance(price, dict):
        raise config.refused(f"{path} is {shown(price)}", allowed, config.remove_command(path))
    refuse_unknown(config, path, price, keys.PRICE, problems)

    def amount(name: str) -> float:
        found = number(price.get(name))
        if found is None or found < 0:
            given = "not set" if price.get(name) is None else shown(price[name])
            # The command asks: a price of 0 would keep every run within its limit of cost.
            raise config.refused(f"{path}.{name} is {given}", allowed, config.set_command(f"{path}.{name}", ASK))
        return found

    input_price = problems.caught(lambda: amount("input"))
    output_price = problems.caught(lambda: amount("output"))
    return None if input_price is None or output_price is None else Price(input_price, output_price)
