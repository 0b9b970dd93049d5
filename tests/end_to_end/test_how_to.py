"""The commands of the README and of docs/how-to, run as they stand there: in a copy of the project, on one laptop stack, page after
page. Each prints what its page shows."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.conftest import ROOT
from tests.end_to_end.consoles import Command, commands_of, first_difference
from tests.end_to_end.own_project import own_project
from tests.ports import free_ports

HOW_TO = ROOT / "docs" / "how-to"
ORDER = re.findall(r"\]\(([a-z-]+\.md)\)", (HOW_TO / "README.md").read_text("utf-8"))
README = [*commands_of(ROOT / "README.md")]
PAGES = [command for page in ORDER for command in commands_of(HOW_TO / page)]
DEMO = "make demo"
LEFT_OUT = ("QUESTION", "MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "VIRTUAL_ENV", "PYTHONPATH", "LOCAL_FOLDER")
"""The variables of a `make test` and of other tests. The person of the pages has none of them, and no model's key."""


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    """That of a person's shell."""
    theirs = {name: value for name, value in os.environ.items() if not name.endswith("_API_KEY") and name not in LEFT_OUT}
    return {**theirs, "LOCAL_PORT_BASE": str(free_ports().base), "LLM_MODEL": "scripted"}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Iterator[Path]:
    project = own_project(tmp_path_factory.mktemp("how-to") / "project")
    # As `. .venv/bin/activate` does.
    environment["PATH"] = f"{project / '.venv' / 'bin'}{os.pathsep}{environment['PATH']}"
    try:
        yield project
    finally:
        subprocess.run(["./agent", "down"], cwd=project, env=environment, capture_output=True, check=False)


def test_the_index_lists_every_page() -> None:
    assert sorted(ORDER) == sorted(path.name for path in HOW_TO.glob("*.md") if path.name != "README.md")


def test_each_command_of_the_readme_is_run() -> None:
    run = {DEMO, *(command.text for command in PAGES)}
    assert DEMO in [command.text for command in README]
    assert [command.text for command in README if command.text not in run] == []


def test_the_commands_print_what_the_pages_show(project: Path, environment: dict[str, str]) -> None:
    demo = [command for command in README if command.text == DEMO]
    for command in (*demo, *PAGES):
        _run(command, project, environment)


def _run(command: Command, project: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        ["bash", "-c", command.text],
        cwd=project,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    where = f"{command.page}: {command.text}\n{done.stdout[-6000:]}"
    assert done.returncode == 0, where
    difference = first_difference(command.shown, done.stdout)
    assert difference is None, f"not printed: {difference}\n{where}"
