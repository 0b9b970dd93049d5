"""`agent remove agent` and `agent remove tool`: show what will be removed, ask, and remove it."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from agents.folders import IS_OWN_PROJECT, PROJECT

if TYPE_CHECKING:
    from cli.remove.removal import Removal

remove = typer.Typer(help="Remove an agent or a tool function from the project.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", show_default=False)]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")]


@remove.command()
def agent(name: Name, yes: Yes = False) -> None:
    """Delete an agent's declaration, its conversations and its golden file. Refused while a stack has the agent."""
    from cli.laptop import the_laptop
    from cli.remove.errors import NotRemovedError
    from cli.remove.removal import of_agent
    from local import deployed

    if IS_OWN_PROJECT:
        raise NotRemovedError("the agents of this project stand in its program. Remove it there, and deploy")
    laptop = the_laptop()
    # A stack that is down has no agents. The next `agent up` remembers the last ones, and leaves out those that no longer exist.
    on_the_laptop = deployed.agents(laptop.folder) if laptop.is_up() else []
    _remove(f"the agent {name}", of_agent(PROJECT, name, on_the_laptop), yes)


@remove.command()
def tool(name: Name, yes: Yes = False) -> None:
    """Delete a folder of lambda/tools and its tests. Refused while an agent uses it."""
    from cli.remove.removal import of_tool

    _remove(f"the tool function {name}", of_tool(PROJECT, name), yes)


def _remove(what: str, removal: "Removal", yes: bool) -> None:
    from cli.remove.errors import NotRemovedError
    from cli.say import say

    say(f"To be deleted with {what}:\n{removal.listed}")
    if not yes and not sys.stdin.isatty():
        raise NotRemovedError("nobody is there to be asked. Add --yes to delete this")
    if not yes and not typer.confirm("Delete it?"):
        say("Nothing was deleted.")
        return
    removal.do(PROJECT)
    say(f"Deleted {what}.")
