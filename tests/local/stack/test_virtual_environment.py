"""The virtual environment, with commands that are noted instead of run."""

import os
import shutil
import subprocess
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
    """What was run, by the program's name and its first two arguments. Making the environment makes its Python and pip."""
    noted = []

    def note(command: list[str], hint: str = "") -> None:
        noted.append(" ".join([Path(command[0]).name, *command[1:3]]))
        if command[1:3] == ["-m", "venv"]:
            shutil.rmtree(root / ".venv", ignore_errors=True)
            environment(root, sys.executable, MINE)

    monkeypatch.setattr(virtual_environment, "_run", note)
    return noted


def environment(root: Path, python: str, version: str) -> None:
    programs = root / ".venv" / "bin"
    programs.mkdir(parents=True)
    (root / ".venv" / "pyvenv.cfg").write_text(f"home = /usr/bin\nversion = {version}.7\n")
    (programs / "python").symlink_to(python)
    (programs / "pip").touch()


def install(root: Path, **chosen: str) -> None:
    virtual_environment.install(root / "local" / "requirements.txt", chosen)


MINE = f"{sys.version_info[0]}.{sys.version_info[1]}"
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


def test_an_environment_whose_python_is_gone_is_made_anew(root, commands, capsys):
    environment(root, "/no/such/python3.10", "3.10")
    install(root)
    assert commands == [MAKE, GET_UV, INSTALL, AGENT]
    assert capsys.readouterr().out.startswith(f"Making .venv anew with Python {MINE}: its Python 3.10 is gone.\n")


def test_an_environment_whose_python_became_another_version_is_made_anew(root, commands, capsys):
    environment(root, sys.executable, "3.10")
    install(root)
    assert commands[0] == MAKE
    assert capsys.readouterr().out.startswith(f"Making .venv anew with Python {MINE}: its Python 3.10 has become {MINE}.\n")


def test_an_environment_that_was_left_half_made_is_made_anew(root, commands, capsys):
    environment(root, sys.executable, MINE)
    (root / ".venv" / "bin" / "pip").unlink()
    install(root)
    assert commands[0] == MAKE
    assert "it has neither uv nor pip" in capsys.readouterr().out


def test_an_environment_of_another_python_is_made_anew_when_a_python_is_named(root, commands, capsys):
    environment(root, "/bin/true", "3.10")
    install(root, PYTHON="python3.13")
    assert commands == [MAKE, GET_UV, INSTALL, AGENT]
    assert capsys.readouterr().out.startswith(f"Making .venv anew with Python {MINE}: it had Python 3.10.\n")
    commands.clear()
    install(root, PYTHON="python3.13")
    assert commands == []


def test_an_environment_of_another_python_stays_when_none_is_named(root, commands):
    environment(root, "/bin/true", "3.10")
    install(root)
    assert commands == [GET_UV, INSTALL, AGENT]


def test_an_environment_that_the_laptop_stack_runs_on_is_not_taken_from_under_it(root, commands):
    environment(root, "/bin/true", "3.10")
    (root / ".local").mkdir()
    with pytest.raises(SystemExit, match=r"the laptop stack runs on it.*\n  \.venv/bin/agent down"):
        install(root, PYTHON="python3.13")
    assert commands == []
    (root / ".venv" / "bin" / "python").unlink()
    # The status of a stack that doesn't run.
    (root / ".venv" / "bin" / "python").symlink_to("/bin/false")
    install(root, PYTHON="python3.13")
    assert commands[0] == MAKE


def test_a_python_that_is_too_old_is_refused_only_where_an_environment_has_to_be_made(root, commands, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 6))
    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer is needed.*make setup PYTHON=python3\.13"):
        install(root)
    assert commands == []
    environment(root, "/bin/true", "3.13")
    install(root)
    assert commands == [GET_UV, INSTALL, AGENT]


@pytest.mark.parametrize("program", ["no-such-python", str(Path(__file__))], ids=["missing", "not a program"])
def test_a_python_that_is_not_there_is_named(program):
    root = Path(__file__).parents[3]
    command = ["sh", "local/setup.sh", "local/requirements.txt"]
    done = subprocess.run(command, cwd=root, env={**os.environ, "PYTHON": program}, capture_output=True, text=True, check=False)
    assert done.returncode in (126, 127)
    assert f"There is no program {program} that runs. Install Python 3.11 or newer" in done.stderr


def test_what_fails_is_named_and_nothing_counts_as_installed(root, monkeypatch):
    monkeypatch.setattr(sys, "executable", "false")
    with pytest.raises(SystemExit, match="This failed: false -m venv --clear"):
        install(root)
    assert not (root / ".venv" / "installed").exists()
