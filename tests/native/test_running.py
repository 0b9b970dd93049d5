"""How the languages' own tests are run."""

import sys
from pathlib import Path

import pytest

from components.packaging.package import ROOT
from tests.native.__main__ import LANGUAGES, main, run_all
from tests.native.command import Command


def python(title: str, folder: Path, code: str, **environment: str) -> Command:
    return Command(title, folder, (sys.executable, "-c", code), environment)


def test_all_commands_run_and_what_failed_is_said_at_the_end(tmp_path: Path) -> None:
    said: list[str] = []
    commands = [
        python("first", tmp_path, "print('quiet'); open('ran', 'w').close()"),
        python("second", tmp_path, "import os, sys; print(os.environ['WORD']); sys.exit(3)", WORD="loud"),
        python("third", tmp_path, "open('also', 'w').close()"),
    ]
    assert run_all(commands, say=said.append) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["also", "ran"]
    assert said[0] == "── first"
    assert said[1].startswith("   ok, ")
    assert said[3].startswith("loud\n   FAILED, ")
    assert said[-2:] == ["FAILED second", "2 passed, 1 failed"]
    assert not any("quiet" in line for line in said)


def test_a_program_that_is_not_on_the_machine_fails_by_its_name(tmp_path: Path) -> None:
    said: list[str] = []
    assert run_all([Command("count", tmp_path, ("abacus-9",))], say=said.append) == 1
    assert "abacus-9 isn't on this machine." in said[1]
    assert said[-1] == "0 passed, 1 failed"


def test_when_all_pass_it_ends_with_0(tmp_path: Path) -> None:
    said: list[str] = []
    assert run_all([python("one", tmp_path, "")], say=said.append) == 0
    assert said[-1] == "1 passed, 0 failed"


def test_a_language_that_is_not_there_is_refused_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["tests", "cobol"])
    assert f"there is no language cobol; there are: {', '.join(LANGUAGES)}" in capsys.readouterr().err


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_commands_for_its_checks_in_folders_that_are_there(language: str) -> None:
    module = __import__(f"tests.native.{language}", fromlist=["checks", "tests"])
    commands = [*module.tests(), *module.checks()]
    assert commands
    # Each names its folder in its title; where it runs may be a copy that is yet to be made.
    named = {command.title: ROOT / command.title.split()[-1] for command in commands if command.folder != ROOT}
    assert [title for title, folder in named.items() if not folder.is_dir()] == []
    assert len({command.title for command in commands}) == len(commands)
