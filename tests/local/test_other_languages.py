"""A program in another language on the laptop stack: its Pulumi.yaml says what it needs."""

from pathlib import Path

import pytest

from local import other_languages
from local.errors import CommandFailedError
from tests.local.pulumi_cli.conftest import program

FAILS = "#!/bin/sh\n[ $3 = install ] || exit 0\necho npm is down >&2\nexit 1\n"


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    """The log of a Pulumi CLI."""
    return tmp_path / "asked"


@pytest.fixture
def pulumi(tmp_path: Path, asked: Path) -> Path:
    return program(tmp_path / "bin" / "pulumi", f'#!/bin/sh\necho "$@" >> {asked}\n')


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.setattr(other_languages, "PROJECT", folder)
    monkeypatch.setattr(other_languages, "runtime", lambda: other_languages.definition(folder)["runtime"])
    return folder


@pytest.mark.parametrize(("text", "name"), [("yaml", "yaml"), ("{name: nodejs, options: {typescript: true}}", "nodejs")])
def test_the_language_is_that_of_the_pulumi_yaml(text: str, name: str, tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text(f"name: mine\nruntime: {text}\n")
    assert other_languages.runtime(tmp_path) == name


def test_a_program_in_python_needs_nothing(project: Path, pulumi: Path, asked: Path) -> None:
    (project / "Pulumi.yaml").write_text("name: mine\nruntime: python\n")
    other_languages.prepare(pulumi, project / "home", {}, print)
    assert not asked.exists()


def test_a_program_in_yaml_needs_the_component_package(project: Path, pulumi: Path, asked: Path) -> None:
    (project / "Pulumi.yaml").write_text("name: mine\nruntime: yaml\n")
    other_languages.prepare(pulumi, project / "home", {}, print)
    assert asked.read_text().startswith("plugin install resource step-functions-agents 0.")


def test_the_packages_of_a_program_in_typescript_are_installed_once(project: Path, pulumi: Path, asked: Path) -> None:
    (project / "Pulumi.yaml").write_text("name: mine\nruntime: nodejs\n")
    (project / "package.json").write_text("{}")
    said: list[str] = []
    other_languages.prepare(pulumi, project / "home", {}, said.append)
    assert said == ["Installing the program's packages, once: pulumi install"]
    assert asked.read_text().splitlines()[1] == f"-C {project} install --non-interactive"
    (project / "node_modules").mkdir()
    other_languages.prepare(pulumi, project / "home", {}, said.append)
    assert len(said) == 1


def test_packages_that_cant_be_installed_are_an_error_that_says_why(project: Path, tmp_path: Path) -> None:
    (project / "Pulumi.yaml").write_text("name: mine\nruntime: nodejs\n")
    (project / "package.json").write_text("{}")
    with pytest.raises(CommandFailedError, match=r"packages can't be installed\. Mend it, .*agent up\n  \| npm is down"):
        other_languages.prepare(program(tmp_path / "pulumi", FAILS), project / "home", {}, lambda _: None)
