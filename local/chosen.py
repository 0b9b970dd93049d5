"""The choices for the laptop stack: its agents, their model, and the services that answer their tools."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import yaml

from agents import AGENTS
from agents.declaration import with_called
from agents.folders import IS_OWN_PROJECT, PROJECT
from components.llm_catalog.catalog import near
from local import own_project
from local.errors import AgentError
from local.models import Model, chosen_model
from local.outside_services import OutsideServices, outside_services
from local.ports import USUAL, Ports
from local.this_command import agent

ALL = "all"
PROJECT_FILE = PROJECT / "Pulumi.yaml"


@cache
def default_agents() -> tuple[str, ...]:
    """Return the default of the setting `agents` in Pulumi.yaml. The stack gets these agents when nobody named one."""
    return tuple(yaml.safe_load(PROJECT_FILE.read_text("utf-8"))["config"]["agents"]["value"])


@dataclass(frozen=True)
class Chosen:
    """The choices that a person, the environment and the previous deployment lead to."""

    model: Model | None
    """None for the model that Pulumi.local.yaml names."""
    agents: tuple[str, ...] = field(default_factory=default_agents)
    """The names of the agents, in alphabetical order. None in a person's own project, whose program says which there are."""
    outside: OutsideServices = field(default_factory=OutsideServices)
    left_out: Mapping[str, str] = field(default_factory=dict)
    """The agents whose files can't be used, and why. Nobody asked for these by name."""

    @property
    def services(self) -> frozenset[str]:
        """The services that must run for this choice, besides those that always run."""
        return self.outside.services


def choose(
    environment: Mapping[str, str],
    asked_for: Sequence[str] = (),
    there: Sequence[str] = (),
    kept_keys: frozenset[str] = frozenset(),
    ports: Ports = USUAL,
) -> Chosen:
    """Choose the agents that are asked for, those that are deployed, and those that they call.

    An agent that can't be used is left out, unless it was asked for: the others are still deployed.

    kept_keys: the names of the tools' secrets that the stack has from an earlier deployment.
    ports: the stack's ports.
    Raises LaptopError, also if an agent that is asked for can't be used.
    """
    if IS_OWN_PROJECT:
        _refuse_names(asked_for)
        return Chosen(chosen_model(environment, ports), (), own_project.keys_of_tools(environment, kept_keys))
    for name in asked_for:
        if name not in AGENTS and name != ALL:
            raise AgentError(f"there is no agent {name!r}{_meant(name)}: there are {', '.join(AGENTS)}, or {ALL} for all of them")
    if wrong := [why for name, why in AGENTS.broken.items() if name in asked_for]:
        raise AgentError("\n".join(wrong))
    wanted = {*AGENTS} if ALL in asked_for else {*asked_for, *there} & {*AGENTS} or {*default_agents()}
    usable = AGENTS.usable
    needed = {agent.name for agent in with_called(usable[name] for name in wanted & {*usable})}
    agents = tuple(name for name in usable if name in needed)
    left_out = {name: why for name, why in AGENTS.broken.items() if name in wanted}
    if not agents:
        raise AgentError("\n".join(["no agent is left to deploy:", *left_out.values()]))
    return Chosen(chosen_model(environment, ports), agents, outside_services(agents, environment, kept_keys), left_out)


def _refuse_names(asked_for: Sequence[str]) -> None:
    if names := [name for name in asked_for if name != ALL]:
        given = f"{', '.join(names)} can't be chosen: the program of this project says which agents there are"
        raise AgentError(f"{given}. Deploy them all: {agent('up')}")


def _meant(name: str) -> str:
    """Return the agents that a wrong name probably means, as a hint for a message. Empty if there is none."""
    parts = [part for part in re.split(r"[,;+\s]+", name) if part]
    found = [near(part, [*AGENTS, ALL]) for part in parts]
    if not found or None in found:
        return ""
    hint = " ".join(filter(None, found))
    return f" ({hint}? Names are separated by spaces)" if len(parts) > 1 else f" ({hint}?)"
