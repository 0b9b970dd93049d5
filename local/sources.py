"""Find out whether the project's files are still those that were deployed."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from agents import AGENTS
from agents.folders import IS_OWN_PROJECT, PROJECT, ROOT
from agents.tools_json.file import read_tools_json
from components.packaging.errors import BuildError
from components.packaging.source import digests as source_digests
from components.packaging.source import files_of
from local.services import digest

# Builds, tests and editors leave these beside the sources.
_EVERYWHERE = ("*.pyc", "__pycache__", ".*", "test_*.py", "*_test.go", "/README.md")
NOT_SOURCES = (*_EVERYWHERE, "node_modules", "target", "dist", "test", "tests")
# A folder of a tool may have files of its own by the other names.
NOT_OF_A_TOOL = (*_EVERYWHERE, "/node_modules", "/target", "/test", "/src/test")
# What a person's program never deploys, at the top of the project.
NOT_OF_A_PROJECT = ("charts", "node_modules", "target", "dist", "__pycache__", "README.md")
SETTINGS = ("Pulumi.yaml", "Pulumi.local.yaml")


def digests(agents: Sequence[str]) -> dict[str, str]:
    """Return a digest of everything that the deployment of these agents is made from, by names that a person knows.

    Each agent counts by its own declaration. So a change of another agent's file changes nothing here. In a person's own project
    every file counts, because its program may read it.
    """
    if IS_OWN_PROJECT:
        return _of_own_project()
    folders = {folder for name in agents for folder in AGENTS[name].folders}
    places = [
        "__main__.py",
        "components",
        "lambda/call-llm",
        *(["lambda/sandbox"] if any(read_tools_json(name).get("sandbox") for name in folders) else []),
        *(["lambda/mcp"] if any("mcp" in read_tools_json(name) for name in folders) else []),
        "lambda/toolkit",
        *(f"lambda/tools/{name}" for name in sorted(folders)),
    ]
    return {
        **{f"agent {name}": _of([repr(AGENTS[name]).encode()]) for name in agents},
        **{place: _of(_content(PROJECT / place)) for place in (*places, *SETTINGS)},
    }


def _of_own_project() -> dict[str, str]:
    tools = PROJECT / "lambda" / "tools"
    tops = [path for path in sorted(PROJECT.iterdir()) if path.name not in NOT_OF_A_PROJECT and not path.name.startswith(".")]
    places = [*(path for path in tops if path.name != "lambda"), *(sorted(tools.iterdir()) if tools.is_dir() else ())]
    functions = [part for name in ("call-llm", "mcp", "sandbox", "toolkit") for part in _content(ROOT / "lambda" / name)]
    package = _of([digest(ROOT / "agents", ROOT / "components").encode(), *functions])
    return {
        **{str(path.relative_to(PROJECT)): _of(_content(path)) for path in places if path.is_dir() or path.is_file()},
        "the package step-functions-agents": package,
    }


def changed(before: dict[str, str], now: dict[str, str]) -> list[str]:
    """Return the names of the digests that differ, in the order of `now`."""
    return [name for name, digest in now.items() if before.get(name) != digest]


def _content(place: Path) -> Iterable[bytes]:
    if place.is_file():
        yield place.read_bytes()
        return
    try:
        for name, digest in source_digests(files_of(place, NOT_OF_A_TOOL if place.parent.name == "tools" else NOT_SOURCES)).items():
            yield f"{name} {digest}".encode()
    except BuildError as error:
        # The deployment says the same. Here it is a change.
        yield str(error).encode()


def _of(parts: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(hashlib.sha256(part).digest())
    return found.hexdigest()[:16]
