"""Make `.venv` and install a lock file into it, by hash. `local/setup.sh` runs this before anything is installed.

    sh local/setup.sh local/requirements.txt

It does nothing if the lock file is installed already. An existing `.venv` is used whatever its version of Python is. PYTHON in the
environment makes it again with another version:

    make setup PYTHON=python3.13
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
# Run as a program, this file would find only the modules beside it.
sys.path.append(str(ROOT))

from components.packaging import known_bad  # noqa: E402

VENV = ROOT / ".venv"
OLDEST_PYTHON = (3, 11)
_ENTRY = re.compile(r"^[A-Za-z0-9][^\n]*==[^\n]*\n(?:[ \t][^\n]*(?:\n|$))*", re.MULTILINE)
UV = Path(__file__).with_name("uv.txt")
BUILT_FROM_SOURCE = ("googlemaps",)
"""The packages without a wheel. Building one runs its code, so each is named here. googlemaps is Google's client for Python, with
which tests ask the mock service."""


def install(lock: Path, environment: Mapping[str, str] = os.environ) -> None:
    """Install the lock file. Make the environment first if there is no usable one."""
    _refuse_known_bad(lock)
    if why := _why_make(environment):
        _make(why)
    # pyproject.toml defines the command `agent`.
    content = hashlib.sha256(lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamp = VENV / "installed" / f"{lock.parent.name}-{lock.name}"
    if stamp.is_file() and stamp.read_text() == content:
        return
    started = time.monotonic()
    print(f"Installing {lock.relative_to(ROOT)} into .venv …", flush=True)
    python, uv = VENV / "bin" / "python", VENV / "bin" / "uv"
    if not uv.exists():
        pip = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "--only-binary", ":all:"]
        _run([*pip, "-r", str(UV)])
    # A lock file is complete. Resolving it again would refuse what requirements-overrides.txt allows.
    install = [str(uv), "pip", "install", "--quiet", "--python", str(python), "--no-deps"]
    text = lock.read_text("utf-8")
    with tempfile.TemporaryDirectory(prefix="locks-") as scratch:
        wheels, sources = Path(scratch, f"{lock.parent.name}-{lock.name}"), Path(scratch, "from-source.txt")
        wheels.write_text(_without(text, BUILT_FROM_SOURCE), "utf-8")
        _run(
            [*install, "--require-hashes", "--only-binary", ":all:", "-r", str(wheels)],
            "Nothing is built from its source, because building runs code of the package. For a package without a wheel: choose a "
            "version that has one, or name it in BUILT_FROM_SOURCE of local/virtual_environment.py.",
        )
        # The lock has setuptools, which builds these and the project. Otherwise the newest one would be fetched, without a hash.
        if from_source := entries_of(text, BUILT_FROM_SOURCE):
            sources.write_text("".join(from_source), "utf-8")
            _run([*install, "--require-hashes", "--no-build-isolation", "-r", str(sources)])
    # Install the project itself from this folder, for the command `agent`.
    _run([*install, "--no-build-isolation", "--editable", str(ROOT)])
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(content)
    print(f"  done in {time.monotonic() - started:.0f} s", flush=True)


def _refuse_known_bad(lock: Path) -> None:
    """End with a message if a lock has a release that is known to be malicious, before anything is installed from it.

    Also where it was installed before the release was found out.
    """
    if found := known_bad.problems([UV, lock]):
        sys.exit(
            "\n".join(found)
            + "\nNothing was installed. Lock another release (make lock OPTIONS=--upgrade, in an environment that was "
            "installed without it). If this one was installed anywhere, follow the advisory there, and remove .venv."
        )


def entries_of(text: str, names: Sequence[str]) -> list[str]:
    """Return the entries of these packages in a lock's text, each with its hashes."""
    return [entry[0] for entry in _ENTRY.finditer(text) if known_bad.python_packages(entry[0])[0][0] in names]


def _without(text: str, names: Sequence[str]) -> str:
    for entry in entries_of(text, names):
        text = text.replace(entry, "")
    return text


def _why_make(environment: Mapping[str, str]) -> str | None:
    """Return the reason why the environment must be made. None if the existing one is usable."""
    python = VENV / "bin" / "python"
    if not VENV.exists():
        return "there is none"
    had = _python_of(VENV)
    if had is None:
        return "it isn't a virtual environment"
    if not python.exists():
        return f"its Python {had} is gone"
    mine = _in_words(*sys.version_info[:2])
    if had != mine and os.path.samefile(python, sys.executable):
        # The system's python3 was upgraded. Its new version doesn't look where the packages are.
        return f"its Python {had} has become {mine}"
    if had != mine and environment.get("PYTHON"):
        _refuse_under_a_running_stack(python)
        return f"it had Python {had}"
    if not any((VENV / "bin" / name).exists() for name in ("uv", "pip")):
        return "it has neither uv nor pip"
    return None


def _python_of(folder: Path) -> str | None:
    """Return the version of Python that an environment was made with, like `3.11`."""
    try:
        # virtualenv and uv write `version_info`.
        found = re.search(r"^version(?:_info)?\s*=\s*(\d+)\.(\d+)", (folder / "pyvenv.cfg").read_text(), re.MULTILINE)
    except OSError:
        return None
    return f"{found[1]}.{found[2]}" if found else None


def _refuse_under_a_running_stack(python: Path) -> None:
    if not (ROOT / ".local").is_dir():
        return
    status = subprocess.run([str(python), "-m", "cli", "status"], cwd=ROOT, capture_output=True, check=False)
    if status.returncode == 0:
        mine = _in_words(*sys.version_info[:2])
        sys.exit(
            f".venv has another Python than {mine}, which PYTHON names, and the laptop stack runs on it. "
            "Stop the stack, and run the same command again:\n  .venv/bin/agent down"
        )


def _make(why: str) -> None:
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(
            f"This is Python {sys.version.split()[0]} ({sys.executable}); Python {_in_words(*OLDEST_PYTHON)} or newer is needed. "
            "Install one, and name it once: make setup PYTHON=python3.13"
        )
    if VENV.exists():
        print(f"Making .venv anew with Python {_in_words(*sys.version_info[:2])}: {why}.", flush=True)
    _run(
        # Cleared: an environment whose Python was upgraded still lists its packages as installed.
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        "Python's venv module is missing or broken; on Debian and Ubuntu: sudo apt-get install python3-venv",
    )


def _in_words(major: int, minor: int) -> str:
    return f"{major}.{minor}"


def _run(command: list[str], hint: str = "") -> None:
    if subprocess.run(command, check=False).returncode != 0:
        sys.exit(f"\nThis failed: {' '.join(command)}\n{hint or 'Mend what it says above and run the same command again.'}")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        install((ROOT / name).resolve())
