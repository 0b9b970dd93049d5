"""A tool of each language, as `make new-tool` makes it: it builds, keeps the tool contract, and all of them do the same."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from components.builds.package import TOOLCHAINS
from tests.conformance.built_function import BuiltFunction
from tests.scaffold.conftest import copy_of_the_project, python

LANGUAGES = sorted(TOOLCHAINS)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a tool of each language."""
    project = copy_of_the_project(tmp_path_factory.mktemp("made") / "project")
    for language in LANGUAGES:
        done = python(project, "-m", "scaffold", "tool", f"counter-{language}", language)
        assert done.returncode == 0, done.stderr
    return project


@pytest.fixture(params=LANGUAGES)
def counter(request: pytest.FixtureRequest, made: Path, built_function: Callable[..., BuiltFunction]) -> tuple[BuiltFunction, str]:
    """A made tool, and its name."""
    folder = made / "lambda" / "tools" / f"counter-{request.param}"
    return built_function(folder, folder.name), f"counter_{request.param}"


def test_it_answers_and_all_languages_count_alike(counter: tuple[BuiltFunction, str]) -> None:
    function, tool = counter
    counted = {}
    for text in ("", " one  two\n", "日本 🏏", "e\u0301\u00a0x"):
        answer = function.invoke({"id": "toolu_1", "name": tool, "input": {"text": text}})
        assert answer.error is None
        assert answer.result["is_error"] is False
        counts = json.loads(answer.result["content"])
        counted[text] = (counts["words"], counts["characters"])
        assert counts.keys() == {"words", "characters"}
    assert counted == {"": (0, 0), " one  two\n": (2, 10), "日本 🏏": (2, 4), "e\u0301\u00a0x": (2, 4)}


def test_each_keeps_the_tool_contract(made: Path) -> None:
    """By the suite's own tests, as a person runs them for a new tool."""
    done = python(made, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/conformance/test_tool_functions.py", "-k", "counter")
    assert done.returncode == 0, done.stdout[-5000:]
    from tests.conformance import test_tool_functions as suite

    kinds = [name for name in vars(suite) if name.startswith("test_")]
    assert f"{len(LANGUAGES) * (len(kinds) - 1 + 7)} passed" in done.stdout
