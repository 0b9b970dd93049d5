"""The virtual environment, with commands that are noted instead of run."""

import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from local import virtual_environment

ROOT = Path(__file__).parents[3]


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


LOCK_WITH_SOURCE = """\
# made by
anyio==4.16.0 \\
    --hash=sha256:00
    # via httpx
googlemaps==4.10.0 ; python_version >= "3.11" \\
    --hash=sha256:01 \\
    --hash=sha256:02
    # via -r tests/requirements.in
zipp==3.0 \\
    --hash=sha256:03
"""


def test_nothing_is_built_from_its_source_but_what_is_named(root, monkeypatch):
    environment(root, sys.executable, MINE)
    (root / "local" / "requirements.txt").write_text(LOCK_WITH_SOURCE)
    ran = []

    def note(command: list[str], hint: str = "") -> None:
        locks = [Path(command[at + 1]).read_text() for at, option in enumerate(command) if option == "-r"]
        ran.append((command, [line.split("==")[0] for lock in locks for line in lock.splitlines() if line[0].isalnum()]))

    monkeypatch.setattr(virtual_environment, "_run", note)
    install(root)
    (get_uv, uv), (wheels, names), (sources, named), (project, _) = ran
    assert uv == ["uv"]
    for command in (get_uv, wheels):
        assert "--require-hashes" in command
        assert command[command.index("--only-binary") + 1] == ":all:"
    assert names == ["anyio", "zipp"]
    assert {"--require-hashes", "--no-build-isolation"} <= set(sources)
    assert named == ["googlemaps"]
    assert project[-3:] == ["--no-build-isolation", "--editable", str(root)]


def test_a_lock_with_a_malicious_release_is_refused_before_anything_runs_and_where_it_was_installed_before(root, commands):
    lock = root / "local" / "requirements.txt"
    lock.write_text("litellm==1.82.8 \\\n    --hash=sha256:00\n")
    with pytest.raises(
        SystemExit, match=r"(?s)local/requirements\.txt has litellm 1\.82\.8, a malicious release: https://.*remove \.venv"
    ):
        install(root)
    assert commands == []
    assert not (root / ".venv").exists()


def test_every_way_to_install_asks_the_list_first(tmp_path):
    """`make`, `./agent`, the dev container and CI all run local/setup.sh."""
    copy = tmp_path / "project"
    for name in ("local", "components/packaging", "tests"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("*.pyc", "node_modules"))
    for name in ("Makefile", "agent", "pyproject.toml", "components/__init__.py"):
        shutil.copy(ROOT / name, copy / name)
    for name in ("local", "tests"):
        (copy / name / "requirements.txt").write_text("litellm==1.82.8 \\\n    --hash=sha256:00\n")
    environment = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MFLAGS")}
    for command in (["make", "setup"], ["make", "demo"], ["make", "test-fast"], ["make", "check"], ["./agent", "up"]):
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode != 0
        assert "has litellm 1.82.8, a malicious release" in done.stderr, (command, done.stdout, done.stderr)
    assert not (copy / ".venv").exists()
    for name in (".devcontainer/devcontainer.json", ".github/workflows/ci.yml", ".github/workflows/deploy.yml", ".ci/run"):
        text = (ROOT / name).read_text()
        assert "make setup" in text or "local/setup.sh" in text or "make test" in text
        assert "pip install" not in text


@pytest.mark.parametrize("what", ["a package that has no wheel", "a wheel with another hash"])
def test_a_real_installation_refuses(tmp_path, what):
    """With the real uv, from a folder of packages."""
    packages, ran = tmp_path / "packages", tmp_path / "ran"
    packages.mkdir()
    digest = sdist(packages, ran) if what == "a package that has no wheel" else wheel(packages)
    lock = tmp_path / "local" / "requirements.txt"
    lock.parent.mkdir()
    wrong = "0" * 64
    lock.write_text(f"evil==1.0 --hash=sha256:{digest if what == 'a package that has no wheel' else wrong}\n")
    program = (
        "import sys, pathlib; from local import virtual_environment as v; root = pathlib.Path(sys.argv[1]); v.ROOT = root;"
        "v.VENV = root / '.venv'; v.install(root / 'local' / 'requirements.txt')"
    )
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\nversion = '1'\n")
    venv = tmp_path / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    (venv / "bin" / "uv").symlink_to(Path(sys.executable).with_name("uv"))
    settings = {"UV_NO_INDEX": "1", "UV_FIND_LINKS": str(packages), "UV_NO_CONFIG": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "This failed:" in done.stderr
    if what == "a package that has no wheel":
        assert "Nothing is built from its source, because building runs code of the package." in done.stderr
    else:
        assert "ash mismatch" in done.stderr
    assert not ran.exists()
    assert not (venv / "installed").exists()


def sdist(folder: Path, ran: Path) -> str:
    """Write a package whose build leaves a file. Return its digest."""
    path = folder / "evil-1.0.tar.gz"
    files = {
        "PKG-INFO": "Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n",
        "setup.py": f"open({str(ran)!r}, 'w').close()\nfrom setuptools import setup\nsetup(name='evil', version='1.0')\n",
    }
    with tarfile.open(path, "w:gz") as archive:
        for name, text in files.items():
            entry = tarfile.TarInfo(f"evil-1.0/{name}")
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text.encode()))
    return hashlib.sha256(path.read_bytes()).hexdigest()


def wheel(folder: Path) -> str:
    path = folder / "evil-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("evil.py", "")
        archive.writestr("evil-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n")
        archive.writestr("evil-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr("evil-1.0.dist-info/RECORD", "")
    return hashlib.sha256(path.read_bytes()).hexdigest()
