"""Find the Pulumi CLI that the laptop stack runs."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from local.errors import CommandFailedError, UnavailableError
from local.pulumi_cli import release
from local.pulumi_cli.build import build, is_built
from local.pulumi_cli.folder import HOST, SCRIPT, Say

OLDEST = (3, 255, 0)
"""The oldest version that this project was tried with. Any newer version brings its own language host."""


def installed_pulumi(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Return the program on the PATH, if it is new enough and its Python language host is there too."""
    path = environment.get("PATH", os.defpath)
    found = shutil.which("pulumi", path=path)
    if not found or not all(
        shutil.which(name, path=f"{Path(found).resolve().parent}{os.pathsep}{path}") for name in (HOST, SCRIPT)
    ):
        return None
    return Path(found) if version_of(found) >= OLDEST else None


def find_or_build(built: Path, say: Say = print, environment: Mapping[str, str] = os.environ) -> Path:
    """Return the program to run: from the PATH, or else the official release, or else a build.

    built: the folder of a build. The release is put beside it. Both stay for the next call.
    """
    if found := installed_pulumi(environment):
        return found
    downloaded, platform = built.with_name("release"), release.this_platform()
    pinned = release.pinned(platform)
    if pinned and release.is_installed(downloaded, pinned):
        return downloaded / "pulumi"
    if not is_built(built):
        try:
            if not pinned:
                raise UnavailableError(f"none is pinned for {platform}")
            if not (base := release.base_url(environment)):
                raise UnavailableError(f"{release.VARIABLE} is empty")
            release.install(downloaded, pinned, base, say)
        except UnavailableError as error:
            say(f"The release of the Pulumi CLI can't be downloaded: {error}.")
        else:
            return downloaded / "pulumi"
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
