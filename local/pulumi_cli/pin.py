"""Writes `release.json`: the version of the official release to use, and its checksums as Pulumi publishes them.

python -m local.pulumi_cli.pin 3.259.0
"""

import json
import re
import sys
from pathlib import Path

from local.errors import LaptopError, ReleaseError
from local.pulumi_cli.download import download
from local.pulumi_cli.release import PINNED, PLATFORMS, archive, base_url


def pin(version: str, base: str, file: Path = PINNED) -> None:
    """Write `release.json`. Raises UnavailableError. Raises ReleaseError if a platform's checksum isn't published."""
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        raise ReleaseError(f"{version!r} isn't a version like 3.259.0")
    url = f"{base}/pulumi-{version}-checksums.txt"
    lines = re.findall(r"^([0-9a-f]{64}) [ *](\S+)$", b"".join(download(url)).decode(errors="replace"), re.MULTILINE)
    sha256 = {name: digest for digest, name in lines}
    missing = [name for platform in PLATFORMS if (name := archive(version, platform)) not in sha256]
    if missing:
        raise ReleaseError(f"{url} has no SHA-256 of {', '.join(missing)}")
    pinned = {"version": version, "sha256": {platform: sha256[archive(version, platform)] for platform in sorted(PLATFORMS)}}
    file.write_text(json.dumps(pinned, indent=1) + "\n")


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        pin(sys.argv[1], base_url())
    except LaptopError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(f"{PINNED.name} pins {sys.argv[1]} now. Try it: rm -rf .build/pulumi && make demo")
    return 0


if __name__ == "__main__":
    sys.exit(main())
