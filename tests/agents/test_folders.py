"""The code's folder and the project's: one in a checkout, two in a person's own project."""

from pathlib import Path

import pytest

from agents import folders
from agents.folders import NoProjectError, find_project, project_file

REPOSITORY = Path(__file__).parents[2]


def test_a_checkout_is_its_own_project_whatever_the_working_folder_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert folders.IS_CHECKOUT
    assert folders.ROOT == folders.IMPORTS == find_project({}) == REPOSITORY


@pytest.mark.parametrize("name", ["Pulumi.yaml", "Pulumi.yml"])
def test_an_installed_package_finds_the_nearest_project_upwards(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "IS_CHECKOUT", False)
    here = tmp_path / "mine" / "lambda" / "tools"
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    (tmp_path / "Pulumi.yaml").touch()
    assert find_project({}) == tmp_path
    (tmp_path / "mine" / name).touch()
    assert find_project({}) == tmp_path / "mine"
    assert project_file(tmp_path / "mine") == tmp_path / "mine" / name


def test_the_variable_names_the_project_of_a_process_that_works_elsewhere(tmp_path: Path) -> None:
    assert find_project({folders.VARIABLE: str(tmp_path)}) == tmp_path


def test_without_a_project_a_command_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "_FOUND", None)
    with pytest.raises(NoProjectError, match=r"there is no Pulumi\.yaml in this folder or above it.* agent new project my-agents$"):
        folders.require_project()


def test_the_installed_command_names_that_of_a_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "IS_CHECKOUT", False)
    with pytest.raises(NoProjectError, match=r"is a checkout of step-functions-agents, .* There it is \S+/agent$"):
        folders.require_project()


def test_a_variable_with_a_folder_that_is_no_project_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "PROJECT", tmp_path)
    with pytest.raises(NoProjectError, match=r"AGENT_PROJECT is .*, a folder without a Pulumi\.yaml"):
        folders.require_project()
