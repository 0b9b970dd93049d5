"""What a program in another language than Python needs on the laptop stack: a language host, the component package, its packages.

The language is the `runtime` of the project's Pulumi.yaml.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from agents.folders import PROJECT
from components import pulumi_package
from local.errors import CommandFailedError
from local.own_project import definition
from local.pulumi_cli.hosts import host_folder
from local.python_plugin import PythonPlugin
from local.this_command import agent

COMPONENTS = PythonPlugin(pulumi_package.NAME, pulumi_package.VERSION, pulumi_package.__name__)
"""The component package, with the Python of this command."""

Say = Callable[[str], None]


def runtime(folder: Path = PROJECT) -> str:
    """Return Pulumi's name of the program's language."""
    found = definition(folder).get("runtime")
    return str(found.get("name") if isinstance(found, dict) else found)


def hosts(pulumi: Path, built: Path) -> list[str]:
    """Return the folders that the PATH needs for the program's language host. Build the host if there is none.

    built: the folder of a build of the Pulumi CLI.
    """
    # Standard output may be for another program to read.
    found = host_folder(runtime(), pulumi, built, lambda text: print(text, file=sys.stderr))
    return [str(found)] if found else []


def prepare(pulumi: Path, pulumi_home: Path, environment: Mapping[str, str], say: Say) -> None:
    """Give the program the component package, and its packages if they aren't installed. Raises CommandFailedError."""
    if runtime() == "python":
        return
    COMPONENTS.install(pulumi_home, str(pulumi))
    if not (PROJECT / "package.json").exists() or (PROJECT / "node_modules").exists():
        return
    say("Installing the program's packages, once: pulumi install")
    command = [str(pulumi), "-C", str(PROJECT), "install", "--non-interactive"]
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    if done.returncode:
        told = "\n".join(f"  | {line}" for line in f"{done.stdout}\n{done.stderr}".strip().splitlines()[-12:])
        raise CommandFailedError(f"The program's packages can't be installed. Mend it, and try again: {agent('up')}\n{told}")
