"""The virtual environment, with commands that are noted instead of run."""

import sys
from pathlib import Path

import pytest

from local import virtual_environment


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setattr(virtual_environment, "ROOT", tmp_path)
    monkeypatch.setattr(virtual_environment, "VENV", tmp_path / ".venv")
    (tmp_path / "local").mkdir()
    (tmp_path / "local" / "requirements.txt").write_text("one==1\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    return tmp_path


@pytest.fixture
def commands(root, monkeypatch):
    """What was run, by the program's name and its first two arguments. Making the environment makes its Python."""
    noted = []

    def note(command: list[str], hint: str = "") -> None:
        noted.append(" ".join([Path(command[0]).name, *command[1:3]]))
        if command[1:3] == ["-m", "venv"]:
            (root / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
            (root / ".venv" / "bin" / "python").unlink(missing_ok=True)
            (root / ".venv" / "bin" / "python").symlink_to(sys.executable)

    monkeypatch.setattr(virtual_environment, "_run", note)
    return noted


def install(root: Path) -> None:
    virtual_environment.install(root / "local" / "requirements.txt")


MAKE, GET_UV, INSTALL = f"{Path(sys.executable).name} -m venv", "python -m pip", "uv pip install"
AGENT = INSTALL


def test_a_lock_is_installed_once_and_again_when_it_changes(root, commands):
    install(root)
    assert commands == [MAKE, GET_UV, INSTALL, AGENT]
    install(root)
    assert commands == [MAKE, GET_UV, INSTALL, AGENT]
    (root / "local" / "requirements.txt").write_text("one==2\n")
    install(root)
    assert commands == [MAKE, GET_UV, INSTALL, AGENT, GET_UV, INSTALL, AGENT]


def test_an_environment_whose_python_was_upgraded_away_is_made_anew(root, commands):
    install(root)
    (root / ".venv" / "bin" / "python").unlink()
    (root / ".venv" / "bin" / "python").symlink_to("/no/such/python3.11")
    commands.clear()
    install(root)
    assert commands == [MAKE, GET_UV, INSTALL, AGENT]


def test_what_fails_is_named_and_nothing_counts_as_installed(root, monkeypatch):
    monkeypatch.setattr(sys, "executable", "false")
    with pytest.raises(SystemExit, match="This failed: false -m venv --clear"):
        install(root)
    assert not (root / ".venv" / "installed").exists()
