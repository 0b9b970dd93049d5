"""The official release of the Pulumi CLI. `release.json` pins its version and checksums.

`python -m local.pulumi_cli.pin VERSION` writes `release.json`. The variable PULUMI_RELEASES names a mirror. If it is set and empty,
nothing is downloaded.
"""

import hashlib
import json
import os
import platform
import shutil
import sys
import tarfile
import tempfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from local.errors import ReleaseError
from local.pulumi_cli import folder
from local.pulumi_cli.folder import OTHER_HOSTS, PROGRAMS, Say

RELEASES = "https://get.pulumi.com/releases/sdk"
VARIABLE = "PULUMI_RELEASES"
PINNED = Path(__file__).with_name("release.json")
PLATFORMS = ("linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64")

OTHER = (
    f"{{url}} isn't the release that {PINNED.name} pins: its SHA-256 is {{got}} instead of {{pinned}}. Nothing of it was kept. "
    "Find out who answered in its place, a proxy perhaps. Or go without it, by one of the two:\n"
    "  install the Pulumi CLI yourself:   https://www.pulumi.com/docs/install/\n"
    f"  build it from its source, with Go: export {VARIABLE}="
)

_PROCESSORS = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}


@dataclass(frozen=True)
class Release:
    """The release for one platform."""

    version: str
    platform: str
    """Like `linux-x64`."""
    sha256: str

    @property
    def archive(self) -> str:
        return archive(self.version, self.platform)

    @property
    def made_from(self) -> str:
        return f"{self.archive} {self.sha256} {' '.join(OTHER_HOSTS)}"


def archive(version: str, platform: str) -> str:
    return f"pulumi-v{version}-{platform}.tar.gz"


def base_url(environment: Mapping[str, str] = os.environ) -> str:
    return environment.get(VARIABLE, RELEASES).rstrip("/")


def this_platform() -> str:
    return f"{sys.platform}-{_PROCESSORS.get(platform.machine().lower(), platform.machine())}"


def pinned(on: str, file: Path = PINNED) -> Release | None:
    """Return the release for a platform. None if none is pinned for it."""
    given = json.loads(file.read_text())
    return Release(given["version"], on, given["sha256"][on]) if on in given["sha256"] else None


def is_installed(place: Path, release: Release) -> bool:
    return folder.is_made(place, release.made_from)


def install(place: Path, release: Release, base: str, say: Say) -> None:
    """Download the release and unpack its programs into the folder `place`.

    Raises UnavailableError if it can't be downloaded. Raises ReleaseError if the download isn't the pinned release.
    """
    # Every command of the laptop stack calls this, but only the first one has to download.
    from local.pulumi_cli.download import download

    def fill(partial: Path) -> None:
        url = f"{base}/{release.archive}"
        say(f"Downloading the Pulumi CLI {release.version} from {url}, once.")
        with tempfile.TemporaryFile(dir=partial) as file:
            sha256 = hashlib.sha256()
            for part in download(url):
                sha256.update(part)
                file.write(part)
            if sha256.hexdigest() != release.sha256:
                raise ReleaseError(OTHER.format(url=url, got=sha256.hexdigest(), pinned=release.sha256))
            file.seek(0)
            _unpack(file, partial, url)

    folder.make(place, release.made_from, fill, say)


def _unpack(file: BinaryIO, place: Path, url: str) -> None:
    """Write the programs and language hosts that are known here and nothing else, whatever the names in the archive are."""
    missing, wanted = set(PROGRAMS), {*PROGRAMS, *OTHER_HOSTS.values()}
    try:
        with tarfile.open(fileobj=file, mode="r:gz") as archive:
            for member in archive:
                name = member.name.removeprefix("./").removeprefix("pulumi/")
                if name in wanted and member.isfile():
                    program = archive.extractfile(member)
                    assert program
                    with (place / name).open("wb") as output:
                        shutil.copyfileobj(program, output)
                    (place / name).chmod(0o755)
                    wanted.remove(name)
                    missing.discard(name)
    except (tarfile.TarError, zlib.error, EOFError, OSError) as error:
        raise ReleaseError(f"{url} can't be unpacked: {error}") from error
    if missing:
        raise ReleaseError(f"{url} holds no {', '.join(sorted(missing))}")
