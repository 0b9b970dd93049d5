"""Installs the laptop stack's AWS provider into a PULUMI_HOME.

The engine finds a plugin by name and version: the version is that of the installed `pulumi_aws`, so that it takes this provider
for the one that the program asks for, and downloads nothing. What is installed is a launcher of three lines, which names the
Python and the folder to run: the code stays where it is, and a change in it counts at once. A Pulumi program outside this
PULUMI_HOME gets the real provider.
"""

import os
import shlex
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from local.errors import CommandFailedError

PROGRAM = Path(__file__).resolve().with_name("pulumi-resource-aws")


def launcher(python: str = sys.executable) -> str:
    """The program that the engine starts. `-P`: a file in the program's folder must not stand in for a module. Bytecode is
    kept even where the environment forbids it: compiling `pulumi_aws` anew costs 1.5 s each time."""
    run = f'exec {shlex.quote(python)} -P {shlex.quote(str(PROGRAM))} "$@"'
    return f"#!/bin/sh\nunset PYTHONDONTWRITEBYTECODE\n{run}\n"


def is_installed(pulumi_home: Path, python: str = sys.executable) -> bool:
    """Whether this checkout's provider is what the engine will find there."""
    folder = pulumi_home / "plugins" / f"resource-aws-v{version('pulumi-aws')}"
    installed = folder / PROGRAM.name
    # The engine takes a plugin whose `.partial` mark is left for one that was never finished.
    partial = folder.with_name(f"{folder.name}.partial")
    return installed.is_file() and installed.read_text() == launcher(python) and not partial.exists()


def install(pulumi_home: Path, pulumi: str = "pulumi", python: str = sys.executable) -> None:
    """Makes the provider known to the engine under that PULUMI_HOME. Does nothing if it is. Raises CommandFailedError."""
    if is_installed(pulumi_home, python):
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, PROGRAM.name)
        file.write_text(launcher(python))
        file.chmod(0o755)
        command = [pulumi, "plugin", "install", "resource", "aws", version("pulumi-aws"), "--reinstall", "--file", str(file)]
        environment = os.environ | {"PULUMI_HOME": str(pulumi_home.absolute()), "PULUMI_SKIP_UPDATE_CHECK": "true"}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandFailedError(f"`{' '.join(command)}` failed: {(done.stderr or done.stdout).strip()}")
