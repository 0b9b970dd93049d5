"""Reads `agents` of the configuration: the agents that the stack gets."""

import re
from collections.abc import Mapping
from typing import Any

from agents.declaration import Agent, AgentTool, with_called
from agents.errors import DeclarationError
from components.llm_catalog.catalog import near
from components.settings.paths import within
from components.settings.raw_config import Problems, RawConfig, SettingsError, listed
from components.state_machines.kinds.agent import refuse_elsewhere
from components.state_machines.kinds.table import ToolArgsError
from components.state_machines.made_up import made_up
from components.state_machines.render import PromptTooLargeError, state_names
from components.state_machines.template import TemplateError

KEY = "agents"


def read_agents(config: RawConfig, available: Mapping[str, Agent], problems: Problems) -> tuple[Agent, ...]:
    """Return the agents that can be deployed, each after those that it calls. Append what is wrong to `problems`."""
    given = config.value(KEY)
    if not isinstance(given, list) or not given:
        problems.append(str(_no_list(config, given, available)))
        return ()
    region = config.values.get("aws:region", "")
    agents: list[Agent] = []
    wrong: list[tuple[int, str, str, str | None]] = []
    for at, name in enumerate(given):
        others = [other for other in given[:at] + given[at + 1 :] if isinstance(other, str)]
        path = within(KEY, at)
        if not isinstance(name, str) or name not in available:
            meant = near(name, available) if isinstance(name, str) else None
            wrong.append((at, f"{path} is {name!r}", listed(available), None if meant in others else meant))
        elif name in given[:at]:
            wrong.append((at, f"{path} is {name!r} for the second time", "each agent once", None))
        elif found := _fault(name, available, region):
            wrong.append(
                (
                    at,
                    f"{path} is {name!r}, which can't be used: {found}",
                    "an agent without a fault: mend it, or leave it out",
                    None,
                )
            )
        else:
            agents.append(available[name])
    if not agents and wrong and all(meant is None for *_, meant in wrong):
        # An empty list would be wrong too.
        usable = next((name for name in available if not _fault(name, available, region)), next(iter(available)))
        wrong[0] = (*wrong[0][:3], usable)
    # From the last one on: a command that removes an entry moves those after it.
    for at, what, allowed, meant in reversed(wrong):
        path = within(KEY, at)
        repair = config.set_command(path, meant) if meant else config.remove_command(path)
        problems.append(str(config.refused(what, allowed, repair)))
    return with_called(agents)


def _no_list(config: RawConfig, given: Any, available: Mapping[str, Agent]) -> SettingsError:
    first = next(iter(available))
    what = "not set" if given is None else "empty" if given == [] else "not a list"
    if given:
        meant = [found for name in _names(given) if (found := near(name, available))]
        repair = config.replace_command(KEY, [*dict.fromkeys(meant)] or [first])
    else:
        repair = config.set_command(within(KEY, 0), first)
    return config.refused(f"{KEY} is {what}", f"a list of one or more of {listed(available)}", repair)


def _names(given: Any) -> list[str]:
    """Return the names that somebody wrote in another form than a list."""
    if isinstance(given, dict):
        return [str(name) for name, wanted in given.items() if wanted not in (False, None)]
    return [name for name in re.split(r"[\s,;\[\]\"']+", given or "") if name]


def _fault(name: str, available: Mapping[str, Agent], region: str) -> str | None:
    """Return what keeps an agent from being deployed, or None."""
    try:
        agent = available[name]
        # Its state machine is rendered again when the ARNs are known. By then a part of the stack exists.
        made_up(agent)
        _refuse_agents_elsewhere(agent, region)
    except (DeclarationError, TemplateError, ToolArgsError, PromptTooLargeError) as wrong:
        return str(wrong)
    taken = state_names()
    for tool in agent.tools:
        if tool.name in taken:
            return (
                f"its tool {tool.name!r} has the name of a state of the loop, and each tool is a state. "
                f"Rename it in {tool.place}; taken are {listed(sorted(taken))}"
            )
    return None


def _refuse_agents_elsewhere(agent: Agent, region: str) -> None:
    """Raise ToolArgsError for an agent by its ARN that is of another region. Its account is known only when AWS is asked."""
    for tool in agent.tools:
        if isinstance(tool, AgentTool) and tool.arn:
            refuse_elsewhere(tool.args({}), {"region": region})
