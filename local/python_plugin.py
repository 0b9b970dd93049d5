"""Install a Pulumi plugin that is written in Python into a PULUMI_HOME.

Pulumi's engine finds a plugin by name and version. Only a launcher is installed. It names the Python and the module to run, so a
change in the code takes effect at once.
"""

import os
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from agents.folders import IMPORTS
from local.errors import CommandFailedError


@dataclass(frozen=True)
class PythonPlugin:
    """A resource plugin."""

    name: str
    version: str
    module: str
    """The module that is run as a program."""

    @property
    def program(self) -> str:
        """Return the name of the program that Pulumi's engine looks for."""
        return f"pulumi-resource-{self.name}"

    def folder(self, pulumi_home: Path) -> Path:
        return pulumi_home / "plugins" / f"resource-{self.name}-v{self.version}"

    def launcher(self, python: str = sys.executable) -> str:
        """Return the program that Pulumi's engine starts.

        `-P` keeps a file in the program's folder from hiding a module. Bytecode is written even if the environment forbids it,
        because compiling `pulumi_aws` takes 1.5 s.
        """
        run = f'exec {shlex.quote(python)} -P -m {self.module} "$@"'
        return f"#!/bin/sh\nunset PYTHONDONTWRITEBYTECODE\nexport PYTHONPATH={shlex.quote(str(IMPORTS))}\n{run}\n"

    def is_installed(self, pulumi_home: Path, python: str = sys.executable) -> bool:
        """Return whether Pulumi's engine finds this checkout's plugin there."""
        folder = self.folder(pulumi_home)
        installed = folder / self.program
        # Pulumi's engine takes a plugin with a `.partial` file for one whose installation never finished.
        partial = folder.with_name(f"{folder.name}.partial")
        return installed.is_file() and installed.read_bytes() == self.launcher(python).encode() and not partial.exists()

    def install(self, pulumi_home: Path, pulumi: str = "pulumi", python: str = sys.executable) -> None:
        """Install the plugin under that PULUMI_HOME, unless it is installed. Raises CommandFailedError."""
        if self.is_installed(pulumi_home, python):
            return
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, self.program)
            file.write_text(self.launcher(python))
            file.chmod(0o755)
            command = [pulumi, "plugin", "install", "resource", self.name, self.version, "--reinstall", "--file", str(file)]
            environment = os.environ | {"PULUMI_HOME": str(pulumi_home.absolute()), "PULUMI_SKIP_UPDATE_CHECK": "true"}
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise CommandFailedError(f"`{' '.join(command)}` failed: {(done.stderr or done.stdout).strip()}")
