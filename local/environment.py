"""The environment that sends `pulumi`, `agent ask`, `aws` and any AWS client to the laptop stack."""

import os
import shlex
from collections.abc import Mapping
from pathlib import Path

from agents.folders import PROJECT
from local.other_languages import hosts
from local.own_project import virtual_environment
from local.ports import Ports
from local.private_file import made_once, write_private
from local.services import aws_environment

PULUMI_BIN = PROJECT / ".build" / "pulumi" / "bin"


def laptop_environment(folder: Path, ports: Ports, pulumi: Path, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the variables to add to a person's environment.

    pulumi: the Pulumi program to use.
    """
    folder = folder.absolute()
    # The virtual environment comes first: Pulumi's language host runs the first `python3` on the PATH.
    ours = [str(virtual_environment() / "bin"), str(pulumi.parent), *hosts(pulumi, PULUMI_BIN)]
    path = [*ours, *environment.get("PATH", os.defpath).split(os.pathsep)]
    return aws_environment(folder, ports) | {
        # Keeps Pulumi's plugins, credentials and state of the laptop stack apart from those of this person's cloud stacks.
        "PULUMI_HOME": str(folder / "pulumi"),
        "PULUMI_BACKEND_URL": f"file://{folder / 'pulumi-state'}",
        "PULUMI_CONFIG_PASSPHRASE": passphrase(folder),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PATH": os.pathsep.join(dict.fromkeys(path)),
    }


def write(folder: Path, environment: Mapping[str, str]) -> Path:
    """Write `.local/env`, for `set -a; . .local/env; set +a`. Only this person may read it, because it holds the passphrase."""
    file = folder / "env"
    lines = [f"{name}={shlex.quote(value)}\n" for name, value in environment.items()]
    write_private(file, "".join(lines))
    return file


def passphrase(folder: Path) -> str:
    """Return the passphrase of Pulumi's files, which is made once.

    It encrypts the API keys in these files, so that nobody can read them in a backup or a shared folder.
    """
    return made_once(folder / "passphrase")
