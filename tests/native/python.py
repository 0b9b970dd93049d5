"""Python's linters, and the tests that tools have in their own folders. Those in tests/ `make test` runs by itself."""

import sys
from pathlib import Path

from components.packaging.package import ROOT
from tests.native.command import Command

_TOOLKIT = ROOT / "lambda" / "toolkit" / "python"
_MYPY = ("--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(ROOT / ".mypy_cache"))


def tests() -> list[Command]:
    """Each folder in a process of its own: all of them call their module `handler`."""
    of_tools = {path.parent for tools in ("lambda", "examples/*/lambda") for path in ROOT.glob(f"{tools}/tools/*/test_*.py")}
    folders = sorted(of_tools | {_TOOLKIT / "template"})
    return [
        Command(
            f"pytest {folder.relative_to(ROOT)}",
            folder,
            (sys.executable, "-m", "pytest", "-q", "--rootdir", str(folder), "-p", "no:cacheprovider", "."),
            {"PYTHONPATH": f"{folder}:{_TOOLKIT}"},
        )
        for folder in folders
    ]


def _checked_by_mypy() -> list[Path]:
    """Return the folders of functions. mypy checks each by itself, because all of them call their module `handler`."""
    return [
        ROOT / "lambda" / "call-llm",
        ROOT / "lambda" / "mcp",
        ROOT / "lambda" / "sandbox",
        _TOOLKIT,
        *sorted(path.parent for path in ROOT.glob("lambda/tools/*/handler.py")),
    ]


def checks() -> list[Command]:
    ruff = (sys.executable, "-m", "ruff")
    return [
        Command("ruff check", ROOT, (*ruff, "check", ".")),
        Command("ruff format --check", ROOT, (*ruff, "format", "--check", ".")),
        # The layers of pyproject.toml.
        Command("lint-imports", ROOT, (str(Path(sys.executable).with_name("lint-imports")), "--no-cache")),
        Command("mypy", ROOT, (sys.executable, "-m", "mypy")),
        *(
            Command(
                f"mypy {folder.relative_to(ROOT)}",
                folder,
                (sys.executable, "-m", "mypy", *_MYPY, "."),
                {"MYPYPATH": str(_TOOLKIT)},
            )
            for folder in _checked_by_mypy()
        ),
    ]
