"""One execution of a piece of code: a folder for it, the child process in it, what it left, and nothing of it afterwards."""

import os
import tempfile
from pathlib import Path

from interpreter import outcome, process
from interpreter.limits import Limits

PACKAGES = Path(__file__).parent.parent
"""The function's own folder: what the code can import lies beside the handler."""


def execute(code: str, limits: Limits, packages: Path = PACKAGES) -> tuple[process.Ended, outcome.Outcome]:
    """Runs the code. Never raises for anything that the code does."""
    with tempfile.TemporaryDirectory(prefix="execute-python-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for child_folder in ("out", "cwd", "matplotlib"):
            (folder / child_folder).mkdir()
        # Opened before the code runs, which could put something else in its place.
        out = os.open(folder / "out", os.O_RDONLY | os.O_DIRECTORY)
        try:
            ended = process.run(code, folder, limits, packages)
            return ended, outcome.read(out, ended, limits)
        finally:
            os.close(out)
