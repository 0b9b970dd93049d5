"""`agent demo`: bring the laptop stack up and ask agents their first questions."""

import os
import shlex
from typing import Annotated

import typer

from cli.options import Agents, Model


def demo(
    agents: Agents = None,
    model: Model = "",
    question: Annotated[
        str, typer.Option("--question", "-q", envvar="QUESTION", help="Ask this instead; for one agent.", show_default=False)
    ] = "",
) -> None:
    """Set everything up, deploy to this laptop, and ask an agent its first question; `agent demo all` asks every agent.

    One agent's run is shown turn by turn. Of several, the answers and the paths of their charts are shown, and a table.
    """
    from agents.folders import IS_OWN_PROJECT
    from cli.ask.command import ask_on
    from cli.ask.every_agent import ask_every_agent
    from cli.laptop import bring_up, the_laptop, use_its_environment
    from cli.up import end_if_some_failed
    from local import deployed, own_project
    from local.chosen import ALL, default_agents
    from local.models import ask_by_option
    from local.this_command import agent

    ask_by_option(os.environ, model)
    names = agents or ([ALL] if IS_OWN_PROJECT else [*default_agents()])
    if question and (len(names) > 1 or ALL in names):
        one = next((name for name in names if name != ALL), "AGENT" if IS_OWN_PROJECT else default_agents()[0])
        raise typer.BadParameter(f"--question is for one agent: {agent(f'demo {one} --question {shlex.quote(question)}')}")
    laptop = the_laptop()
    failed = bring_up(laptop, [] if IS_OWN_PROJECT else names)
    use_its_environment(laptop)
    if IS_OWN_PROJECT:
        names = own_project.agents(laptop.folder) if ALL in names else names
    if len(names) == 1 and ALL not in names and not failed:
        code = ask_on("local", names[0], question or None)
    else:
        all_of_them = names if IS_OWN_PROJECT else deployed.agents(laptop.folder)
        there = [name for name in all_of_them if ALL in names or name in names]
        code = ask_every_agent("local", there)
    end_if_some_failed(failed)
    raise typer.Exit(code)
