"""What the laptop stack is to be: its agents, their model, and who answers their tools."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agents import AGENTS
from local.errors import AgentError
from local.models import Model, chosen_model
from local.outside_services import OutsideServices, outside_services
from local.ports import Ports

ALL = "all"
FIRST = next(iter(AGENTS))
"""The agent of a stack for which nobody named one."""


@dataclass(frozen=True)
class Chosen:
    """What a person, the environment and what is deployed already come to."""

    model: Model | None
    """None: that of Pulumi.local.yaml, a script."""
    agents: tuple[str, ...] = (FIRST,)
    """In the order of `agents.AGENTS`."""
    outside: OutsideServices = field(default_factory=OutsideServices)

    @property
    def services(self) -> frozenset[str]:
        """The services that have to run for it, beside those that always do."""
        return self.outside.services | ({self.model.service} if self.model and self.model.service else set())


def choose(
    environment: Mapping[str, str],
    ports: Ports,
    asked_for: Sequence[str] = (),
    there: Sequence[str] = (),
    kept_keys: frozenset[str] = frozenset(),
) -> Chosen:
    """Choose the agents that are asked for, and those that are there already. Raises LaptopError.

    kept_keys: the names of the tools' secrets that the stack has from an earlier deployment.
    """
    for name in asked_for:
        if name not in AGENTS and name != ALL:
            near = difflib.get_close_matches(name, AGENTS, 1)
            meant = f" ({near[0]}?)" if near else ""
            raise AgentError(f"there is no agent {name!r}{meant}: there are {', '.join(AGENTS)}, or {ALL} for all of them")
    wanted = {*AGENTS} if ALL in asked_for else {*asked_for, *there}
    agents = tuple(name for name in AGENTS if name in wanted) or (FIRST,)
    return Chosen(chosen_model(environment, ports), agents, outside_services(agents, environment, kept_keys))
