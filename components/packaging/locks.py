"""Reads locks of Python packages, and refuses known malicious releases."""

import functools
import re
import tomllib
from pathlib import Path
from typing import Any

from components.packaging.errors import RefusedPackageError

KNOWN_BAD = Path(__file__).with_name("known_bad.toml")

_PACKAGE = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def packages(lock: str) -> list[tuple[str, str]]:
    """Return the name and version of each package in a lock's text. Names are normalized.

    https://packaging.python.org/en/latest/specifications/name-normalization/
    """
    return [(re.sub(r"[-_.]+", "-", name).lower(), version) for name, version in _PACKAGE.findall(lock)]


def refuse_known_bad(lock: Path) -> None:
    """Raise RefusedPackageError for a lock with a release that is known to be malicious."""
    known = _known_bad()
    for name, version in packages(lock.read_text()):
        if version in known.get(name, {}).get("versions", ()):
            raise RefusedPackageError(
                f"{lock.parent.name}/{lock.name} has {name} {version}, a malicious release: {known[name]['advisory']}. Lock "
                f"another: make lock OPTIONS=--upgrade. If that one was installed anywhere, follow the advisory there"
            )


@functools.cache
def _known_bad() -> dict[str, Any]:
    return tomllib.loads(KNOWN_BAD.read_text())
