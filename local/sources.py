"""Find out whether the project's files are still those that were deployed."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from agents import AGENTS
from components.packaging.source import files_of
from local.services import ROOT

# Builds, tests and editors leave these beside the sources.
NOT_SOURCES = ("*.pyc", "__pycache__", "node_modules", "target", "dist", ".*", "test_*", "*_test.go", "test", "tests", "*.md")
SETTINGS = ("Pulumi.yaml", "Pulumi.local.yaml")


def digests(agents: Sequence[str]) -> dict[str, str]:
    """Return a digest of everything that the deployment of these agents is made from, by names that a person knows.

    Each agent counts by its own declaration. So a change of another agent's file changes nothing here.
    """
    folders = {tool.function for name in agents for tool in AGENTS[name].tools}
    places = [
        "__main__.py",
        "components",
        "lambda/call-llm",
        "lambda/toolkit",
        *(f"lambda/tools/{name}" for name in sorted(folders)),
    ]
    return {
        **{f"agent {name}": _of([repr(AGENTS[name]).encode()]) for name in agents},
        **{place: _of(_content(ROOT / place)) for place in (*places, *SETTINGS)},
    }


def changed(before: dict[str, str], now: dict[str, str]) -> list[str]:
    """Return the names of the digests that differ, in the order of `now`."""
    return [name for name, digest in now.items() if before.get(name) != digest]


def _content(place: Path) -> Iterable[bytes]:
    files = {place.name: place} if place.is_file() else files_of(place, NOT_SOURCES)
    for name, file in files.items():
        yield name.encode() + b"\0" + file.read_bytes()


def _of(parts: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(hashlib.sha256(part).digest())
    return found.hexdigest()[:16]
