"""Which AWS plugin the laptop stack deploys with: its own, or Pulumi's real one (`LOCAL_AWS_PLUGIN=real`).

The real one has the version of `pulumi_aws` in the lock. It is taken from a PULUMI_HOME of this person that has it, or else
downloaded. Its downloads need more network than the package registries, and hundreds of MB. Pulumi.local.yaml has what it needs to
talk to the emulators. Nobody of the project has run it: docs/reference/proof.md.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from local.aws_plugin.install import PROGRAM, install
from local.errors import PluginError
from local.this_command import agent

VARIABLE = "LOCAL_AWS_PLUGIN"
REAL = "real"
SECONDS_TO_DOWNLOAD = 900


def wants_real(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether the environment asks for Pulumi's real plugin. Raises PluginError."""
    given = environment.get(VARIABLE, "")
    if given not in ("", REAL):
        raise PluginError(f"{VARIABLE} is {given!r}. Allowed are {REAL!r}, and nothing for the laptop stack's own AWS plugin.")
    return given == REAL


def install_chosen(
    pulumi_home: Path, pulumi: str, python: str = sys.executable, environment: Mapping[str, str] = os.environ
) -> None:
    """Install the AWS plugin that the environment asks for, unless it is installed. Raises PluginError."""
    if not wants_real(environment):
        install(pulumi_home, pulumi, python)
    elif not is_real(program_in(pulumi_home)):
        _install_real(pulumi_home, pulumi, environment)


def refuse_a_change(pulumi_home: Path, environment: Mapping[str, str] = os.environ) -> None:
    """Raise PluginError if the running stack was deployed with the other plugin. The state of one means nothing to the other."""
    installed, wanted = program_in(pulumi_home), wants_real(environment)
    if not installed.exists() or is_real(installed) == wanted:
        return
    there, asked = ("its own AWS plugin", "Pulumi's real one") if wanted else ("Pulumi's real AWS plugin", "its own")
    up = f"{VARIABLE}={REAL} {agent('up')}" if wanted else f"{agent('up')} without {VARIABLE}"
    raise PluginError(
        f"The laptop stack was deployed with {there}, and is asked for {asked}. Begin anew: {agent('down')}, then {up}"
    )


def program_in(pulumi_home: Path) -> Path:
    return pulumi_home / "plugins" / f"resource-aws-v{version('pulumi-aws')}" / PROGRAM


def is_real(program: Path) -> bool:
    """Return whether a plugin is there that isn't the launcher of the laptop stack's own, which is a shell script."""
    try:
        with program.open("rb") as file:
            return file.read(2) != b"#!"
    except OSError:
        return False


def _install_real(pulumi_home: Path, pulumi: str, environment: Mapping[str, str]) -> None:
    number = version("pulumi-aws")
    command = [pulumi, "plugin", "install", "resource", "aws", number, "--reinstall"]
    homes = [Path(home) for home in (environment.get("PULUMI_HOME"), Path.home() / ".pulumi") if home]
    found = next((program_in(home) for home in homes if is_real(program_in(home))), None)
    if found:
        command += ["--file", str(found)]
    variables = {**environment, "PULUMI_HOME": str(pulumi_home.absolute()), "PULUMI_SKIP_UPDATE_CHECK": "true"}
    try:
        done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False, timeout=SECONDS_TO_DOWNLOAD)
        # The first line names what couldn't be had, and the last one gives up. Between them it tries again.
        lines = (done.stderr or done.stdout).strip().splitlines() or ["it said nothing"]
        why = "\n".join(dict.fromkeys([lines[0], lines[-1]])) if done.returncode else None
    except (OSError, subprocess.TimeoutExpired) as error:
        why = str(error)
    if why is not None:
        looked = "\n".join(f"  {program_in(home).parent}" for home in dict.fromkeys(homes))
        raise PluginError(
            f"Pulumi's AWS plugin {number}, which {VARIABLE}={REAL} asks for, can't be had. No such folder has it:\n{looked}\n"
            f"`{' '.join(command)}` failed: {why}\n"
            f"Install it where the network has it, or unset {VARIABLE}: the laptop stack has a small AWS plugin of its own."
        )
