"""Makes `.venv` and installs a lock file into it, by hash. Runs on any Python from 3.11 on, before anything is installed.

    python3 local/virtual_environment.py local/requirements.txt

Does nothing when the lock file is installed already.
"""

import hashlib
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
VENV = ROOT / ".venv"
OLDEST_PYTHON = (3, 11)


def install(lock: Path) -> None:
    # pyproject.toml says where the command `agent` is.
    content = hashlib.sha256(lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamp = VENV / "installed" / f"{lock.parent.name}-{lock.name}"
    python = VENV / "bin" / "python"
    if python.exists() and stamp.is_file() and stamp.read_text() == content:
        return
    started = time.monotonic()
    print(f"Installing {lock.relative_to(ROOT)} into .venv …", flush=True)
    if not python.exists():
        _run(
            # Cleared: an environment whose Python was upgraded away still says what is installed.
            [sys.executable, "-m", "venv", "--clear", str(VENV)],
            "Python's venv module is missing or broken; on Debian and Ubuntu: sudo apt-get install python3-venv",
        )
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        pip = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps"]
        _run([*pip, "-r", str(ROOT / "local" / "uv.txt")])
    # A lock file is complete, and resolving again would refuse what requirements-overrides.txt allows.
    install = [str(uv), "pip", "install", "--quiet", "--python", str(python), "--no-deps"]
    _run([*install, "--require-hashes", "-r", str(lock)])
    # The project itself, as it stands in this folder: the command `agent`. setuptools, which does it, is in the lock.
    _run([*install, "--no-build-isolation", "--editable", str(ROOT)])
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(content)
    print(f"  done in {time.monotonic() - started:.0f} s", flush=True)


def _run(command: list[str], hint: str = "") -> None:
    if subprocess.run(command, check=False).returncode != 0:
        sys.exit(f"\nThis failed: {' '.join(command)}\n{hint or 'Mend what it says above and run the same command again.'}")


if __name__ == "__main__":
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(
            f"This is Python {sys.version.split()[0]} ({sys.executable}); Python 3.11 or newer is needed. "
            "Install one and name it: make PYTHON=python3.12 …"
        )
    for name in sys.argv[1:]:
        install((ROOT / name).resolve())
