"""A tool of each language, as `make new-tool` makes it: it builds, keeps the tool contract, and all of them do the same."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from components.packaging.package import TOOLCHAINS
from local.built_function import BuiltFunction
from tests.cli.new.conftest import copy_of_the_project, python
from tests.conformance import test_tool_functions
from tests.conformance.test_tool_functions import BROKEN_EVENTS

LANGUAGES = sorted(TOOLCHAINS)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_the_project(tmp_path_factory.mktemp("made") / "project")


@pytest.fixture(params=LANGUAGES, scope="module")
def made(request: pytest.FixtureRequest, copy: Path) -> Path:
    """The folder of a tool that was made from a language's template."""
    name = f"tests-{request.param}-counter"
    done = python(copy, "-m", "cli", "new", "tool", name, "--language", request.param)
    assert done.returncode == 0, done.stderr
    return copy / "lambda" / "tools" / name


def test_it_answers_and_all_languages_count_alike(made: Path, built_function: Callable[..., BuiltFunction]) -> None:
    function, tool = built_function(made, made.name), made.name.replace("-", "_")
    counted = {}
    for text in ("", " one  two\n", "日本 🏏", "e\u0301\u00a0x"):
        answer = function.invoke({"id": "toolu_1", "name": tool, "input": {"text": text}})
        assert answer.error is None
        assert answer.result["is_error"] is False
        counts = json.loads(answer.result["content"])
        counted[text] = (counts["words"], counts["characters"])
        assert counts.keys() == {"words", "characters"}
    assert counted == {"": (0, 0), " one  two\n": (2, 10), "日本 🏏": (2, 4), "e\u0301\u00a0x": (2, 4)}


def test_it_keeps_the_tool_contract(made: Path) -> None:
    """By the suite's own tests, as a person runs them for a new tool."""
    project = made.parents[2]
    command = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/conformance/test_tool_functions.py", "-k", made.name)
    done = python(project, *command)
    assert done.returncode == 0, done.stdout[-5000:]
    # Each test of the suite, and one of them for each event that breaks the contract.
    tests = [name for name in vars(test_tool_functions) if name.startswith("test_")]
    assert f"{len(tests) - 1 + len(BROKEN_EVENTS)} passed" in done.stdout
