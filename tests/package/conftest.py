"""The wheel, built as pip builds it and installed into an environment of its own."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OF_A_CHECKOUT = ("VIRTUAL_ENV", "PYTHONPATH", "AGENT_PROJECT", "LOCAL_FOLDER")


@dataclass(frozen=True)
class Installed:
    """A virtual environment with the wheel, for projects of a person's own."""

    environment: Path

    @property
    def python(self) -> Path:
        return self.environment / "bin" / "python"

    @property
    def package(self) -> Path:
        """The folder of the installed package."""
        return Path(sysconfig.get_path("purelib", vars={"base": str(self.environment)})) / "step_functions_agents"

    @property
    def variables(self) -> dict[str, str]:
        """A person's shell after `. .venv/bin/activate`."""
        theirs = {name: value for name, value in os.environ.items() if name not in OF_A_CHECKOUT and not name.endswith("_API_KEY")}
        return theirs | {"PATH": f"{self.environment / 'bin'}{os.pathsep}{os.environ['PATH']}", "LLM_MODEL": "scripted"}

    def run(
        self, *command: str, cwd: Path, variables: Mapping[str, str] = {}, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(command, cwd=cwd, env={**self.variables, **variables}, capture_output=True, text=True, check=False)
        assert not check or done.returncode == 0, f"{command} → {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    uv = Path(sys.executable).with_name("uv")
    command = [uv, "build", "--wheel", "--no-build-isolation", "--offline", "--quiet", "--out-dir", folder, ROOT]
    subprocess.run(command, check=True)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def wheel_files(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The packages that it needs are those of this checkout's environment, without this checkout itself."""
    installed = Installed(tmp_path_factory.mktemp("installed") / ".venv")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", installed.environment], check=True)
    uv = Path(sys.executable).with_name("uv")
    options = ("--quiet", "--offline", "--no-deps", "--python", installed.python)
    subprocess.run([uv, "pip", "install", *options, wheel], check=True)
    # A .pth file adds a folder without the .pth files in it, so the checkout's import names aren't there.
    (installed.package.parent / "packages.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    return installed
