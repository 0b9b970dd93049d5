"""The environment that sends `pulumi`, `agent ask`, `aws` and any AWS client to the laptop stack."""

import os
import secrets
import shlex
from collections.abc import Mapping
from pathlib import Path

from local.ports import Ports
from local.services import ROOT, aws_environment

PULUMI_BIN = ROOT / ".build" / "pulumi" / "bin"
VENV_BIN = ROOT / ".venv" / "bin"


def laptop_environment(folder: Path, ports: Ports, pulumi: Path, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the variables to add to a person's environment.

    pulumi: the Pulumi program to use.
    """
    folder = folder.absolute()
    # The virtual environment comes first: Pulumi's language host runs the first `python3` on the PATH.
    path = [str(VENV_BIN), str(pulumi.parent), *environment.get("PATH", os.defpath).split(os.pathsep)]
    return aws_environment(ports) | {
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
    _write_private(file, "".join(lines))
    return file


def passphrase(folder: Path) -> str:
    """Return the passphrase of Pulumi's files, which is made once.

    It encrypts the API keys in these files, so that nobody can read them in a backup or a shared folder.
    """
    file = folder / "passphrase"
    if not file.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_private(file, secrets.token_urlsafe(24))
    return file.read_text()


def _write_private(file: Path, text: str) -> None:
    half = file.with_suffix(".half")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as output:
        output.write(text)
    half.replace(file)
