"""The arguments and options that several commands have in common."""

from typing import Annotated

import typer

from agents import AGENTS
from local.chosen import ALL


def _agents(incomplete: str) -> list[str]:
    return [name for name in (*AGENTS, ALL) if name.startswith(incomplete)]


Agents = Annotated[
    list[str] | None,
    typer.Argument(metavar="[AGENT]...", help=f"Agents by name; {ALL} for every one.", autocompletion=_agents, show_default=False),
]
Model = Annotated[
    str,
    typer.Option(
        "--model",
        "-m",
        metavar="MODEL",
        help="The laptop stack's model: provider/model, or scripted. Without it the environment decides.",
        show_default=False,
    ),
]
