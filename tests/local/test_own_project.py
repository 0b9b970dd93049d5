"""A person's own project on the laptop stack: its files say all that the commands need."""

import json
import sys
from pathlib import Path

import pytest

from agents.folders import NoProjectError
from local import own_project
from local.errors import ConfigFileError
from local.package_links import make_links


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "Pulumi.yaml").write_text("name: mine\nruntime: yaml\n")
    monkeypatch.setattr(own_project, "PROJECT", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("text", "message"),
    [("name: [", "is no YAML"), ("- a\n", "has no `name:`"), ("name: 3\n", r"has no `name:`. Write the project's name there")],
)
def test_a_pulumi_yaml_that_cant_be_used_is_refused(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text(text)
    with pytest.raises(ConfigFileError, match=message):
        own_project.definition(tmp_path)


def test_a_folder_without_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agents.folders._FOUND", None)
    with pytest.raises(NoProjectError, match="agent new project"):
        own_project.definition(tmp_path)


@pytest.mark.parametrize(
    ("runtime", "there", "found"),
    [
        ("{name: python, options: {virtualenv: env}}", "env", "env"),
        ("{name: python, options: {virtualenv: env}}", ".venv", None),
        ("python", ".venv", ".venv"),
        ("yaml", ".venv", ".venv"),
        ("nodejs", "node_modules", None),
    ],
)
def test_the_programs_environment_is_that_of_its_pulumi_yaml(runtime: str, there: str, found: str | None, tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text(f"name: mine\nruntime: {runtime}\n")
    (tmp_path / there / "bin").mkdir(parents=True)
    (tmp_path / there / "bin" / "python").touch()
    assert own_project.virtual_environment(tmp_path) == (tmp_path / found if found else Path(sys.prefix))


def test_the_agents_are_those_of_the_programs_outputs(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_project, "name", lambda: "mine")
    folder = tmp_path / ".local"
    assert (own_project.outputs(folder), own_project.agents(folder)) == ({}, [])
    outputs = {"agents": {"b": {}, "a": {}}, "dataBucket": "data-1"}
    resources = [{"type": "aws:s3/bucket:Bucket"}, {"type": "pulumi:pulumi:Stack", "outputs": outputs}]
    file = own_project.checkpoint(folder)
    assert file == folder / "pulumi-state" / ".pulumi" / "stacks" / "mine" / "local.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"checkpoint": {"latest": {"resources": resources}}}))
    assert (own_project.outputs(folder), own_project.agents(folder)) == (outputs, ["a", "b"])
    file.write_text('{"checkpoint": {"latest"')
    assert own_project.outputs(folder) == {}


def test_keys_of_tools_come_from_the_environment_and_the_program_gives_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    declared = {"a": {"secrets": {"rates": "…", "maps": "…"}}, "b": {"secrets": {"kept": "…", "other": "…"}}, "c": {}}
    monkeypatch.setattr(own_project, "tool_folder_names", lambda: sorted(declared))
    monkeypatch.setattr(own_project, "read_tools_json", declared.__getitem__)
    found = own_project.keys_of_tools({"RATES_API_KEY": "r", "MAPS_API_KEY": " "}, frozenset({"kept", "rates", "gone"}))
    assert found.keys == {"rates": "r"}
    assert found.kept_keys == {"kept"}
    assert not found.services
    assert own_project.hint_of_missing_keys(found) == (
        " The environment can give the tools' secrets. Not set are MAPS_API_KEY: …; OTHER_API_KEY: …."
    )
    monkeypatch.setattr(own_project, "tool_folder_names", lambda: ["c"])
    assert own_project.hint_of_missing_keys(found) == ""


def test_links_lead_to_the_package_and_a_persons_own_files_stay(tmp_path: Path) -> None:
    project, package, older = (tmp_path / name for name in ("project", "package", "older"))
    for root in (package, older):
        (root / "lambda" / "toolkit").mkdir(parents=True)
        (root / "lambda" / "tools").mkdir()
        (root / "lambda" / "tools" / "tools.schema.json").touch()
    make_links(project, package)
    assert not project.exists()
    (project / "lambda" / "tools").mkdir(parents=True)
    toolkit, schema = project / "lambda" / "toolkit", project / "lambda" / "tools" / "tools.schema.json"
    for root in (older, package, package):
        make_links(project, root)
        assert toolkit.readlink() == root / "lambda" / "toolkit"
        assert schema.readlink() == root / "lambda" / "tools" / "tools.schema.json"
    toolkit.unlink()
    toolkit.mkdir()
    make_links(project, package)
    assert not toolkit.is_symlink()
