"""Which Pulumi CLI the laptop stack runs."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from local.errors import CommandFailedError
from local.pulumi_cli.build import SCRIPT, Say, build

OLDEST = (3, 255, 0)
"""The version that this project is tried with; the language host of a newer one comes with it."""

HOST = "pulumi-language-python"


def installed_pulumi(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The one on the PATH, if it is new enough and its Python host is there too."""
    path = environment.get("PATH", os.defpath)
    found = shutil.which("pulumi", path=path)
    if not found or not all(
        shutil.which(name, path=f"{Path(found).resolve().parent}{os.pathsep}{path}") for name in (HOST, SCRIPT)
    ):
        return None
    return Path(found) if version_of(found) >= OLDEST else None


def find_or_build(built: Path, say: Say = print, environment: Mapping[str, str] = os.environ) -> Path:
    """The program to run; built into the folder `built` first, where the PATH has none that will do."""
    if found := installed_pulumi(environment):
        return found
    build(built, say)
    return built / "pulumi"


def version_of(pulumi: str) -> tuple[int, ...]:
    done = subprocess.run(
        [pulumi, "version"],
        env={**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.match(r"v?(\d+)\.(\d+)\.(\d+)", done.stdout)
    if not found:
        raise CommandFailedError(f"`{pulumi} version` printed {(done.stdout or done.stderr).strip()[:200]!r}")
    return tuple(int(part) for part in found.groups())
