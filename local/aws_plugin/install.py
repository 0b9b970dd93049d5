"""Install the AWS plugin into a PULUMI_HOME.

Pulumi's engine finds a plugin by name and version. This plugin has the version of the installed `pulumi_aws`, so the engine uses it
and downloads nothing.
Only a launcher is installed. It names the Python and the folder to run, so a change in the code takes effect at once.
A Pulumi program outside this PULUMI_HOME gets Pulumi's real AWS plugin.
"""

import os
import shlex
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from agents.folders import IMPORTS
from local.errors import CommandFailedError

PROGRAM = "pulumi-resource-aws"
"""The name of the program that Pulumi's engine looks for."""


def launcher(python: str = sys.executable) -> str:
    """Return the program that Pulumi's engine starts.

    `-P` keeps a file in the program's folder from hiding a module. Bytecode is written even if the environment forbids it, because
    compiling `pulumi_aws` takes 1.5 s.
    """
    run = f'exec {shlex.quote(python)} -P -m {__package__} "$@"'
    return f"#!/bin/sh\nunset PYTHONDONTWRITEBYTECODE\nexport PYTHONPATH={shlex.quote(str(IMPORTS))}\n{run}\n"


def is_installed(pulumi_home: Path, python: str = sys.executable) -> bool:
    """Return whether Pulumi's engine finds this checkout's plugin there."""
    folder = pulumi_home / "plugins" / f"resource-aws-v{version('pulumi-aws')}"
    installed = folder / PROGRAM
    # Pulumi's engine takes a plugin with a `.partial` file for one whose installation never finished.
    partial = folder.with_name(f"{folder.name}.partial")
    return installed.is_file() and installed.read_bytes() == launcher(python).encode() and not partial.exists()


def install(pulumi_home: Path, pulumi: str = "pulumi", python: str = sys.executable) -> None:
    """Install the AWS plugin under that PULUMI_HOME, unless it is installed. Raises CommandFailedError."""
    if is_installed(pulumi_home, python):
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, PROGRAM)
        file.write_text(launcher(python))
        file.chmod(0o755)
        command = [pulumi, "plugin", "install", "resource", "aws", version("pulumi-aws"), "--reinstall", "--file", str(file)]
        environment = os.environ | {"PULUMI_HOME": str(pulumi_home.absolute()), "PULUMI_SKIP_UPDATE_CHECK": "true"}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandFailedError(f"`{' '.join(command)}` failed: {(done.stderr or done.stdout).strip()}")
