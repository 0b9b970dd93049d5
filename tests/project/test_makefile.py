"""make refuses a mistake with a form that works."""

import re
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

from cli.app import app

ROOT = Path(__file__).parents[2]
VARIABLES = "It takes AGENT Q MODEL PYTHON T OPTIONS. For other agents, stacks and runs: ./agent --help."


def make(*arguments: str) -> tuple[int, str]:
    done = subprocess.run(["make", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def test_it_knows_each_command_of_agent_that_is_no_target() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    commands = re.search(r"(?m)^COMMANDS = (.*)$", text)
    targets = set(re.findall(r"(?m)^([a-z-]+):", text))
    assert commands
    assert commands[1].split() == sorted({*get_command(app).commands} - targets)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["up"], "make has no 'up'. It is a command of ./agent: ./agent up --help\n"),
        (["foo"], "make has no 'foo'. For make: make help. For the everyday commands: ./agent --help\n"),
        (["demo", "q=x"], f"make takes no q=…. {VARIABLES}"),
        (["demo", "STACK=dev"], f"make takes no STACK=…. {VARIABLES}"),
        (
            ["demo", "AGENT=sql financial"],
            'AGENT is one agent, and was given as "sql financial". Several: ./agent demo sql financial.',
        ),
    ],
)
def test_a_mistake_is_refused_with_the_right_form(arguments: list[str], message: str) -> None:
    code, said = make(*arguments)
    assert code == 2
    assert message in said
