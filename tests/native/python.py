"""Python's linter. Its tests are pytest's, which `make test` runs by itself."""

import sys

from components.builds.package import ROOT
from tests.native.command import Command


def tests() -> list[Command]:
    return []


def checks() -> list[Command]:
    ruff = (sys.executable, "-m", "ruff")
    return [
        Command("ruff check", ROOT, (*ruff, "check", ".")),
        Command("ruff format --check", ROOT, (*ruff, "format", "--check", ".")),
    ]
