"""`agent up` and `agent down`: the laptop stack with the agents on it."""

import os
from typing import Annotated

import typer

from cli.errors import FAILED
from cli.options import Agents, Model


def up(
    agents: Agents = None,
    only: Annotated[bool, typer.Option("--only", help="Remove the other agents from the stack.")] = False,
    model: Model = "",
    deploy: Annotated[bool, typer.Option("--deploy/--no-deploy", help="Deploy the agents, or only start the services.")] = True,
) -> None:
    """Start the laptop stack and deploy agents to it.

    Without names, deploy the agents that the stack has, or else sql. Named agents come beside those. Where nothing has changed, do
    nothing.
    """
    from cli.laptop import bring_up, the_laptop
    from local.models import ask_by_option
    from local.this_command import agent

    ask_by_option(os.environ, model)
    if only and not agents:
        raise typer.BadParameter(f"--only needs the names of the agents that stay: {agent('up sql --only')}")
    end_if_some_failed(bring_up(the_laptop(), agents or (), only=only, deploy=deploy))


def end_if_some_failed(failed: dict[str, str]) -> None:
    """Say which agents are not deployed, and end with exit code 1 if there are any."""
    from cli.say import say_error

    for name, why in failed.items():
        say_error(f"the agent {name} is not deployed: {why}")
    if failed:
        raise typer.Exit(FAILED)


def down() -> None:
    """Stop the laptop stack. What was deployed is gone then; what was built stays."""
    from cli.laptop import the_laptop
    from cli.say import say

    stopped = the_laptop().down()
    if stopped:
        say(f"Stopped {', '.join(stopped)}. What was deployed is gone with them; what was built stays.")
    else:
        say("Nothing was running.")
