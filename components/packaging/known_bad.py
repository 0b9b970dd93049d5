"""Finds malicious releases in locks of all languages: the releases that `known_bad.json` lists, by ecosystem and package.

The list has releases of packages that a lock of this project has or had. More: https://osv.dev, which has the names of ecosystems.

It needs nothing but Python's own library, because it is asked before anything is installed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

KNOWN_BAD = Path(__file__).with_name("known_bad.json")

_PYTHON = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
_CARGO = re.compile(r'^name = "([^"]+)"\nversion = "([^"]+)"', re.MULTILINE)
_GO = re.compile(r"^(\S+) v(\S+?)(?:/go\.mod)? h1:", re.MULTILINE)
_JAVA = re.compile(r"^[0-9a-f]{64}  (\S+?)-(\d\S*)\.(?:jar|pom)$", re.MULTILINE)


def locks_in(folder: Path) -> list[Path]:
    """Return the locks of a folder, of every language."""
    names = ("*requirements*.txt", "package-lock.json", "Cargo.lock", "go.sum", "dependencies.lock", "host.lock", "maven.lock")
    return sorted(path for name in names for path in folder.glob(name))


def python_packages(lock: str) -> list[tuple[str, str]]:
    """Return the name and version of each package in the text of a requirements.txt. Names are normalized.

    https://packaging.python.org/en/latest/specifications/name-normalization/
    """
    return [(re.sub(r"[-_.]+", "-", name).lower(), version) for name, version in _PYTHON.findall(lock)]


def releases(lock: Path) -> tuple[str, Iterable[tuple[str, str]]]:
    """Return the ecosystem of a lock, and the name and version of each release in it. A Java name is <group>.<artifact>."""
    text = lock.read_text("utf-8")
    if lock.name == "package-lock.json":
        packages = json.loads(text).get("packages", {})
        named = ((fields.get("name") or path.rpartition("node_modules/")[2], fields) for path, fields in packages.items())
        return "npm", [(name, fields.get("version", "")) for name, fields in named]
    if lock.name == "Cargo.lock":
        return "crates.io", _CARGO.findall(text)
    if lock.name == "go.sum":
        return "Go", _GO.findall(text)
    if lock.suffix == ".lock":
        return "Maven", _JAVA.findall(text)
    return "PyPI", python_packages(text)


def problems(locks: Iterable[Path]) -> list[str]:
    """Return a sentence for each release in the locks that is known to be malicious."""
    known = json.loads(KNOWN_BAD.read_text("utf-8"))
    found = []
    for lock in locks:
        ecosystem, listed = releases(lock)
        bad = known[ecosystem]
        found += [
            f"{lock.parent.name}/{lock.name} has {name} {version}, a malicious release: {bad[name]['advisory']}"
            for name, version in dict.fromkeys(listed)
            if version in bad.get(name, {}).get("versions", ())
        ]
    return found
