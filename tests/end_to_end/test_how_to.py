"""What the README says about making one's own: its commands, run as they stand there, in a copy of the project."""

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

from agents import AGENTS
from components.packaging.package import ROOT
from tests.cli.new.conftest import copy_of_the_project
from tests.ports import free_ports

HEADING = "## Make your own"
NAMES = ("word-counter", "proof-reader")
ANOTHER = (
    "./agent new tool sign-counter-of-the-tests --language typescript",
    "./agent new agent sign-reader-of-the-tests --tools sign-counter-of-the-tests,word-counter",
    "./agent ask sign-reader-of-the-tests",
)


def commands(readme: str, heading: str) -> list[str]:
    """Those of the first block under a heading."""
    block = re.search(r"```console\n(.*?)```", readme.partition(heading)[2], re.DOTALL)
    assert block, f"the README has no commands under {heading!r}"
    return [line.removeprefix("$ ") for line in block[1].splitlines() if line.startswith("$ ")]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    project = copy_of_the_project(tmp_path_factory.mktemp("readme") / "project")
    try:
        yield project
    finally:
        run(project, "./agent down")


@cache
def base() -> int:
    return free_ports().base


def is_taken(name: str) -> bool:
    """Somebody has done what the README says, in the project itself."""
    return (ROOT / "lambda" / "tools" / name).exists() or name in AGENTS


def run_all(project: Path, commands: Iterable[str]) -> str:
    """What the last of them printed."""
    printed = ""
    for command in commands:
        for name in filter(is_taken, NAMES):
            command = command.replace(name, f"{name}-again")
        done = run(project, command)
        assert done.returncode == 0, f"{command}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
        printed = done.stdout
    return printed


def run(project: Path, command: str) -> "subprocess.CompletedProcess[str]":
    """In a person's shell, who has no model's key; these tests may be run by a make of their own."""
    left_out = ("QUESTION", "MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES")
    theirs = {name: value for name, value in os.environ.items() if not name.endswith("_API_KEY") and name not in left_out}
    environment = {**theirs, "LOCAL_PORT_BASE": str(base()), "LLM_MODEL": "scripted"}
    return subprocess.run(["bash", "-c", command], cwd=project, env=environment, capture_output=True, text=True, check=False)


def test_the_commands_of_the_readme_make_an_agent_that_answers(project: Path) -> None:
    written = commands((project / "README.md").read_text("utf-8"), HEADING)
    assert [command.split()[:3] for command in written] == [
        ["./agent", "new", "tool"],
        ["./agent", "new", "agent"],
        ["./agent", "demo", "proof-reader"],
    ]
    printed = run_all(project, written)
    assert re.search(r'It does\. word_counter(_again)? returned: {"words":4,"characters":21}', printed)
    assert "1 tool call" in printed.splitlines()[-1]


def test_a_second_one_in_another_language_joins_it(project: Path) -> None:
    """Beside the first, on the same stack; asking is enough to deploy it."""
    printed = run_all(project, ANOTHER)
    assert 'It does. sign_counter_of_the_tests returned: {"words":4,"characters":21}' in printed
    assert re.search(r"Deploying the agent sign-reader-of-the-tests beside the agent proof-reader(-again)?\.", printed)
