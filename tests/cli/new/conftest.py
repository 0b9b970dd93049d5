"""A copy of the project, in which new things can be made. It shares what is installed and built with the project itself."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from components.packaging.package import ROOT

NOT_COPIED = (
    ".git",
    ".venv",
    ".build",
    ".local",
    "node_modules",
    "target",
    "__pycache__",
    "charts",
    ".pytest_cache",
    ".ruff_cache",
)
SHARED = (".venv", ".build")

Scaffold = Callable[..., "subprocess.CompletedProcess[str]"]


def copy_of_the_project(folder: Path) -> Path:
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*NOT_COPIED))
    for name in SHARED:
        (ROOT / name).mkdir(exist_ok=True)
        (folder / name).symlink_to(ROOT / name)
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_of_the_project(tmp_path / "project")


@pytest.fixture
def scaffold(project: Path) -> Scaffold:
    """Runs `agent new` in the copy."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return python(project, "-m", "cli", "new", *arguments)

    return run


def python(project: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run([sys.executable, *arguments], cwd=project, env=environment, capture_output=True, text=True, check=False)


def files_in(project: Path) -> dict[str, bytes]:
    """All of a project that could change."""
    paths = [path for path in project.rglob("*") if path.is_file() and not {*SHARED, "__pycache__"} & set(path.parts)]
    return {path.relative_to(project).as_posix(): path.read_bytes() for path in paths}
