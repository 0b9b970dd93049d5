"""Build the packages of the chosen agents before Pulumi runs. An agent that can't be built doesn't stop the others."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from agents import AGENTS
from agents.declaration import with_called
from agents.folders import IS_OWN_PROJECT, PROJECT
from components.llm_caller import SOURCE as CALLER
from components.packaging.cache import Cache
from components.packaging.errors import BuildError
from components.packaging.package import CACHE, Package, build_all
from components.packaging.source import Source
from components.packaging.target import Target, host_architecture
from components.sandbox import sandbox_sources
from components.tool_folder import tool_folders
from local.errors import BuildFailedError
from local.named_types import say_unknown_types
from local.unknown_types import refuse_unknown_types

BuildAll = Callable[[Iterable[Source], Target, Cache], Mapping[str, Package]]


@dataclass(frozen=True)
class Built:
    """The agents that can be deployed, and those that can't."""

    agents: tuple[str, ...]
    failed: dict[str, str] = field(default_factory=dict)
    """The reason why an agent can't be built, by its name."""


def build(agents: Sequence[str], say: Callable[[str], None], build_all: BuildAll = build_all) -> Built:
    """Build the packages that the agents need. Raises BuildFailedError if the LLM caller or all agents fail."""
    if IS_OWN_PROJECT:
        # Its program builds what it uses.
        say_unknown_types(PROJECT, say)
        return Built(())
    target, cache = Target("host", host_architecture()), Cache(CACHE, say)

    def build_for(names: Sequence[str]) -> None:
        folders = tool_folders(with_called(AGENTS[name] for name in names))
        refuse_unknown_types(folders.values())
        build_all([CALLER, *sandbox_sources(folders.values()), *(folder.source for folder in folders.values())], target, cache)

    try:
        build_for(agents)
    except BuildError as error:
        failed = {}
        for name in agents:
            try:
                build_for([name])
            except BuildError as mine:
                failed[name] = str(mine)
        if len(failed) == len(agents):
            raise BuildFailedError(str(error)) from error
        return Built(tuple(name for name in agents if name not in failed), failed)
    return Built(tuple(agents))
