"""Choose what the agents' tools ask: the real service, by a key from the environment, or else its mock service.

A secret `google_maps` of a `tools.json` is the variable GOOGLE_MAPS_API_KEY, and so on for any tool.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from agents import AGENTS
from agents.tools_json.file import read_tools_json
from local.errors import KeyMissingError, SourceError

SERVICE = "mock-services"
"""The service of the laptop stack that they all run in."""

MOCK_SERVICES = {"google_maps": "Google Maps", "perplexity": "Perplexity"}
"""The services that `local/mock_services` stands in for, by the secret that their tools need."""

MOCK_KEY = "mock-key"

YAHOO = "YFINANCE_SOURCE"
"""Yahoo Finance takes no key. This variable, set to `yahoo`, sends the tool there."""
SOURCES = ("bundled", "yahoo")
"""What it may say, beside nothing."""


@dataclass(frozen=True)
class OutsideServices:
    """Who answers the tools of some agents."""

    keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The value of each secret that the tools need, by name; not of those that are kept."""
    kept_keys: frozenset[str] = frozenset()
    """The secrets that keep the value which they have in the stack."""
    mock_services: frozenset[str] = frozenset()
    """Those of the secrets which are a mock service's."""
    settings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What to set of a function instead of what Pulumi.local.yaml says, by folder."""

    @property
    def services(self) -> frozenset[str]:
        """Of the laptop stack, which have to run for it."""
        return frozenset({SERVICE} if self.mock_services else ())

    @property
    def in_words(self) -> str:
        """Which are mock services; empty if none is."""
        return " and ".join(f"{MOCK_SERVICES[name]} ({variable_of(name)} is not set)" for name in sorted(self.mock_services))


def variable_of(secret: str) -> str:
    return f"{secret.upper()}_API_KEY"


def outside_services(
    agents: Iterable[str], environment: Mapping[str, str], kept_keys: frozenset[str] = frozenset()
) -> OutsideServices:
    """Choose who answers the tools of these agents.

    kept_keys: the secrets that the stack has already. One of them is needed again only where the environment sets its variable.
    Raises KeyMissingError for a service without a key and without a mock service, and SourceError.
    """
    keys: dict[str, str] = {}
    kept: set[str] = set()
    settings: dict[str, dict[str, str]] = {}
    for agent in agents:
        for function in {tool.function: None for tool in AGENTS[agent].tools}:
            declared = read_tools_json(function)
            for secret, what in declared.get("secrets", {}).items():
                if secret in kept_keys and variable_of(secret) not in environment:
                    kept.add(secret)
                else:
                    keys[secret] = _key(agent, secret, what, environment)
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
