"""The two folders that everything else is found from: the code's and the project's.

In a checkout of this repository both are the checkout. An installed package lies in a virtual environment, and the project is a
person's own: the nearest folder upwards, from the working folder on, that has a Pulumi.yaml.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from agents.errors import DeclarationError

VARIABLE = "AGENT_PROJECT"
"""The environment variable that names the project's folder. The commands set it for the processes that work in other folders."""

PROJECT_FILES = ("Pulumi.yaml", "Pulumi.yml")
"""The names that Pulumi allows for a project's file."""

ROOT = Path(__file__).resolve().parents[1]
"""The folder that holds this code, and `lambda/` with the toolkits, the templates, the LLM caller and the sandbox."""

IS_CHECKOUT = __package__ == "agents"
"""False in the installed package, in which it is `step_functions_agents.agents`."""

IMPORTS = ROOT if IS_CHECKOUT else ROOT.parent
"""The folder in which Python finds this code by its import name."""


class NoProjectError(DeclarationError):
    """There is no project here."""


def project_file(folder: Path) -> Path | None:
    """Return the Pulumi.yaml of a folder. None: it has none."""
    return next((file for name in PROJECT_FILES if (file := folder / name).is_file()), None)


def find_project(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Return the project's folder. None: neither the working folder nor any above it has a Pulumi.yaml."""
    if named := environment.get(VARIABLE):
        return Path(named).resolve()
    if IS_CHECKOUT:
        return ROOT
    try:
        here = Path.cwd()
    except FileNotFoundError:
        return None
    return next((folder for folder in (here, *here.parents) if project_file(folder)), None)


_FOUND = find_project()
# A working folder that was removed has no path.
PROJECT = _FOUND or Path(os.curdir)
"""The project's folder: `lambda/tools`, the stacks' settings, `.build`, `.local` and `charts` are in it."""

IS_OWN_PROJECT = PROJECT != ROOT
"""True for a person's own project. Its program says which agents there are."""


def require_project() -> None:
    """Raise NoProjectError if there is no project."""
    if _FOUND is None:
        raise NoProjectError(
            "there is no Pulumi.yaml in this folder or above it, so there is no project. Go to the folder of one, or make one: "
            "agent new project my-agents"
        )
    if not IS_CHECKOUT and (PROJECT / "agents" / Path(__file__).name).is_file():
        raise NoProjectError(
            f"{PROJECT} is a checkout of step-functions-agents, and this is the command of the installed package. There it is "
            f"{PROJECT / 'agent'}"
        )
    if not project_file(PROJECT):
        problem = f"{VARIABLE} is {str(PROJECT)!r}, a folder without a Pulumi.yaml"
        raise NoProjectError(f"{problem}. Name the folder of a project, or unset it")
