"""What the laptop stack is to be: its agents, their model, and who answers their tools."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from agents import AGENTS
from local.errors import AgentError
from local.models import Model, chosen_model
from local.outside_services import OutsideServices, outside_services
from local.ports import USUAL, Ports

ALL = "all"
PROJECT_FILE = Path(__file__).parent.parent / "Pulumi.yaml"


@cache
def default_agents() -> tuple[str, ...]:
    """What Pulumi.yaml says of the setting `agents`. A stack has them for which nobody named an agent."""
    return tuple(yaml.safe_load(PROJECT_FILE.read_text("utf-8"))["config"]["agents"]["default"])


@dataclass(frozen=True)
class Chosen:
    """What a person, the environment and what is deployed already come to."""

    model: Model | None
    """None for the model that Pulumi.local.yaml names."""
    agents: tuple[str, ...] = field(default_factory=default_agents)
    """In alphabetical order."""
    outside: OutsideServices = field(default_factory=OutsideServices)
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Agents that nobody asked for by name and whose files can't be used, with the reason."""

    @property
    def services(self) -> frozenset[str]:
        """The services that have to run for it, beside those that always do."""
        return self.outside.services


def choose(
    environment: Mapping[str, str],
    asked_for: Sequence[str] = (),
    there: Sequence[str] = (),
    kept_keys: frozenset[str] = frozenset(),
    ports: Ports = USUAL,
) -> Chosen:
    """Choose the agents that are asked for, and those that are there already.

    Raises LaptopError, also for an agent that is asked for and can't be used. Any other that can't be used is left out: it keeps
    nobody from deploying the rest.

    kept_keys: the names of the tools' secrets that the stack has from an earlier deployment.
    ports: the stack's.
    """
    for name in asked_for:
        if name not in AGENTS and name != ALL:
            near = difflib.get_close_matches(name, AGENTS, 1)
            meant = f" ({near[0]}?)" if near else ""
            raise AgentError(f"there is no agent {name!r}{meant}: there are {', '.join(AGENTS)}, or {ALL} for all of them")
    if wrong := [why for name, why in AGENTS.broken.items() if name in asked_for]:
        raise AgentError("\n".join(wrong))
    wanted = {*AGENTS} if ALL in asked_for else {*asked_for, *there} & {*AGENTS} or {*default_agents()}
    agents = tuple(name for name in AGENTS.usable if name in wanted)
    left_out = {name: why for name, why in AGENTS.broken.items() if name in wanted}
    if not agents:
        raise AgentError("\n".join(["no agent is left to deploy:", *left_out.values()]))
    return Chosen(chosen_model(environment, ports), agents, outside_services(agents, environment, kept_keys), left_out)
