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

MODELS = (
    "A real model: set ANTHROPIC_API_KEY, OPENAI_API_KEY, GEMINI_API_KEY, MISTRAL_API_KEY, GROQ_API_KEY, DEEPSEEK_API_KEY or "
    "XAI_API_KEY, or start Ollama. --model provider/model chooses one; --model scripted is the script, which needs no key. "
    "The stack takes the ports 4566 to 4569, or four from LOCAL_PORT_BASE on."
)
"""How to choose a model and ports, for the end of a command's help."""
