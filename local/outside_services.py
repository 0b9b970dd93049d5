"""Choose the services that the agents' tools ask: the real service if the environment has its key, or else its mock service.

The key of a secret `google_maps` in a `tools.json` is the variable GOOGLE_MAPS_API_KEY. Every secret follows this rule, also that
of a connection to an HTTP API.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from agents import AGENTS
from agents.tools_json.file import read_tools_json
from local.errors import KeyMissingError, SourceError

SERVICE = "mock-services"
"""The laptop stack's service that runs all mock services."""

MOCK_SERVICES = {"google_maps": "Google Maps", "perplexity": "Perplexity"}
"""The services that have a mock service, by the secret that their tools need."""

MOCK_KEY = "mock-key"

YAHOO = "YFINANCE_SOURCE"
"""The variable that chooses the source of prices. `yahoo` sends the tool to Yahoo Finance, which takes no key."""
SOURCES = ("bundled", "yahoo")
"""The allowed values of the variable YFINANCE_SOURCE. It may also be unset."""


@dataclass(frozen=True)
class OutsideServices:
    """The services that answer the tools of some agents."""

    keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The value of each secret that the tools need, by name. Kept secrets are left out."""
    kept_keys: frozenset[str] = frozenset()
    """The names of the secrets that keep their value in the stack."""
    mock_services: frozenset[str] = frozenset()
    """The names of the secrets whose service is a mock service."""
    settings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The settings of a function that replace those of Pulumi.local.yaml, by the function's folder."""

    @property
    def services(self) -> frozenset[str]:
        """The services of the laptop stack that must run for these tools."""
        return frozenset({SERVICE} if self.mock_services else ())

    @property
    def in_words(self) -> str:
        """The names of the mock services in a sentence. Empty if there is none."""
        return " and ".join(f"{MOCK_SERVICES[name]} ({variable_of(name)} is not set)" for name in sorted(self.mock_services))


def variable_of(secret: str) -> str:
    return f"{secret.upper()}_API_KEY"


def outside_services(
    agents: Iterable[str], environment: Mapping[str, str], kept_keys: frozenset[str] = frozenset()
) -> OutsideServices:
    """Choose the services that answer the tools of these agents.

    kept_keys: the secrets that the stack has already. Such a key is read again only if the environment sets its variable.
    Raises KeyMissingError for a service with neither a key nor a mock service. Raises SourceError.
    """
    keys: dict[str, str] = {}
    kept: set[str] = set()
    settings: dict[str, dict[str, str]] = {}

    def need(agent: str, secret: str, what: Any) -> None:
        if secret in kept_keys and variable_of(secret) not in environment:
            kept.add(secret)
        else:
            keys[secret] = _key(agent, secret, what, environment)

    for agent in agents:
        for connection in AGENTS[agent].connections:
            need(agent, connection.secret, f"the secret of the connection {connection.name}")
        for function in AGENTS[agent].folders:
            declared = read_tools_json(function)
            for secret, what in declared.get("secrets", {}).items():
                need(agent, secret, what)
                if keys.get(secret) != MOCK_KEY and "gateway" in declared.get("settings", {}):
                    settings[function] = {"gateway": ""}
    if source := environment.get(YAHOO, "").strip():
        if source not in SOURCES:
            raise SourceError(f"{YAHOO} is {source!r}: allowed are {' and '.join(SOURCES)}. Without it the prices are bundled ones")
        settings["yfinance"] = {"source": source}
    mocked = frozenset(name for name, key in keys.items() if key == MOCK_KEY)
    return OutsideServices(keys, frozenset(kept), mocked, settings)


def _key(agent: str, secret: str, what: Any, environment: Mapping[str, str]) -> str:
    if key := environment.get(variable_of(secret), "").strip():
        return key
    if secret in MOCK_SERVICES:
        return MOCK_KEY
    raise KeyMissingError(
        f"agent {agent} needs the secret {secret}, and there is no mock service for what it opens. "
        f"Set {variable_of(secret)}: {what}"
    )
