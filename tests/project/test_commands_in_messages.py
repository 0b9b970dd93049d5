"""The commands that messages print are commands of this project, as they are printed.

The commands of `pulumi config` are run with the real CLI by tests/components/settings/test_remedies.py.
"""

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.main import get_command

from cli.app import app

ROOT = Path(__file__).parents[2]
FILES = [file for folder in ("cli", "local", "components", "agents", "lambda") for file in sorted((ROOT / folder).rglob("*.py"))]
SPELLING = {"agent", "this_command"}
"""The names under which modules call `local.this_command.agent`."""
ANYTHING = "sql"
"""Stands for a part of a command that a message fills in."""

# Words that a reader replaces, where the message can't know what they want: a person's own name, question or URL.
REPLACED = re.compile(r"\b(NAME|AGENT|RUN|URL)\b|…")


def calls(file: Path) -> Iterator[tuple[str, str]]:
    """The commands of agent in a file, each with its place."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SPELLING and node.args:
            yield f"{file.relative_to(ROOT)}:{node.lineno}", _text(node.args[0])


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) for part in node.values)
    if isinstance(node, ast.BinOp):
        return _text(node.left) + _text(node.right)
    # `on(stack)` is an option or nothing; anything else is one word.
    is_option = isinstance(node, ast.FormattedValue | ast.Call) and "'on'" in ast.dump(node)
    return "" if is_option else ANYTHING


MAKE = re.compile(r"(?<!\w)make ((?:lock|setup|test|demo|clean|check|distclean)[a-z-]*)(?: ([A-Z]+)=)?")

COMMANDS = [found for file in FILES for found in calls(file)]


def test_the_commands_are_found() -> None:
    assert {"up", "down", "status", "show last"} <= {command for _, command in COMMANDS}


@pytest.mark.parametrize(("place", "command"), COMMANDS)
def test_a_command_of_agent_is_one_that_it_has_with_options_that_it_takes(place: str, command: str) -> None:
    assert not REPLACED.search(command), f"a reader can't run it, at {place}"
    parse(get_command(app), "agent", shlex.split(command))


def parse(command: Any, name: str, words: list[str]) -> None:
    """Parse the words as the command does, without running it. Fails if it doesn't take them."""
    if hasattr(command, "commands") and words:
        assert words[0] in command.commands, f"{name} has no command {words[0]}"
        return parse(command.commands[words[0]], words[0], words[1:])
    try:
        command.make_context(name, list(words))
    except typer.Exit:
        # It was the option --help.
        assert words == ["--help"]
    except Exception as error:
        pytest.fail(f"{name} {shlex.join(words)}: {error}")


def test_a_target_of_make_that_a_message_names_is_one_that_it_has_with_variables_that_it_takes() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"(?m)^([a-z-]+):", makefile))
    variables = set(re.search(r"(?m)^VARIABLES = (.*)$", makefile)[1].split())
    named = [(file.name, *found) for file in FILES for text in _strings(file) for found in MAKE.findall(text)]
    assert named
    assert [one for one in named if one[1] not in targets or one[2] not in {"", *variables}] == []


def _strings(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
