"""A copy of the project with an environment of its own: `./agent` in it runs the copy's code.

Only the packages are shared, by symbolic links. With the project's own `.venv`, the copy's `./agent` would run the project's code,
or install the copy into the project's environment.
"""

import hashlib
import sysconfig
from pathlib import Path

from components.packaging.package import ROOT
from tests.cli.new.conftest import copy_of_the_project

AGENT = """\
#!{python}
import sys

from cli.app import main

sys.exit(main())
"""


def own_project(folder: Path) -> Path:
    """Make the copy and return its folder."""
    project = copy_of_the_project(folder)
    venv = project / ".venv"
    venv.unlink()
    packages = Path(sysconfig.get_path("purelib")).relative_to(ROOT / ".venv")
    (venv / "bin").mkdir(parents=True)
    (venv / packages).mkdir(parents=True)
    _link(ROOT / ".venv" / "bin", venv / "bin", without="agent")
    _link(ROOT / ".venv" / packages, venv / packages, without="__editable__")
    (venv / packages / "project.pth").write_text(f"{project}\n")
    (venv / "pyvenv.cfg").write_bytes((ROOT / ".venv" / "pyvenv.cfg").read_bytes())
    agent = venv / "bin" / "agent"
    agent.write_text(AGENT.format(python=venv / "bin" / "python"))
    agent.chmod(0o755)
    _note_installed(project)
    return project


def _link(there: Path, here: Path, without: str) -> None:
    for path in there.iterdir():
        if not path.name.startswith(without):
            (here / path.name).symlink_to(path)


def _note_installed(project: Path) -> None:
    """Write what local/virtual_environment.py writes after it has installed a lock."""
    lock = project / "local" / "requirements.txt"
    stamp = project / ".venv" / "installed" / "local-requirements.txt"
    stamp.parent.mkdir()
    stamp.write_text(hashlib.sha256(lock.read_bytes() + (project / "pyproject.toml").read_bytes()).hexdigest())
