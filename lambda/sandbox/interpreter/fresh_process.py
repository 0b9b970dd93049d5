"""Starts this process anew without what the code might steal from it, before it takes the first event.

- The credentials of the function's role are in the environment that Lambda starts it with. /proc shows that environment as long as
  the process lives, whatever the process removes from it.
- The kernel may refuse to hide a process by prctl. It hides a process by itself whose program its user may not read. So the process
  runs a copy of Python's interpreter that may be run and not read.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from interpreter.confinement import ConfinementError, hide_process

CREDENTIALS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
COPY = "SANDBOX_INTERPRETER"
"""The environment variable with the folder of the copy, for the process that runs it."""


def without_credentials() -> None:
    """Start this process anew if Lambda has started it with credentials. It doesn't return then."""
    if copy := os.environ.pop(COPY, None):
        # The kernel keeps the file until the process ends.
        shutil.rmtree(copy, ignore_errors=True)
    if "AWS_LAMBDA_RUNTIME_API" not in os.environ or not any(name in os.environ for name in CREDENTIALS):
        return
    environment = {name: value for name, value in _given().items() if name not in CREDENTIALS}
    program = sys.executable
    try:
        hide_process()
    except ConfinementError:
        program = _unreadable(environment) or program
    if program != sys.executable:
        environment[COPY] = str(Path(program).parent)
    sys.stdout.flush()
    os.execve(program, sys.orig_argv, environment)


def _given() -> dict[str, str]:
    """Return the environment that Lambda gave. Its runtime may have removed variables that it needs again."""
    try:
        entries = Path("/proc/self/environ").read_bytes().split(b"\0")
    except OSError:
        return dict(os.environ)
    pairs = (os.fsdecode(entry).partition("=") for entry in entries if entry)
    return {**os.environ, **{name: value for name, _, value in pairs}}


def _unreadable(environment: dict[str, str]) -> str | None:
    """Return the path of a copy of the interpreter that may only be run. None if it can't be made, or doesn't run."""
    folder = tempfile.mkdtemp(prefix="interpreter-")
    copy = Path(folder, "python")
    try:
        shutil.copyfile(os.path.realpath(sys.executable), copy)
        copy.chmod(0o111)
        subprocess.run(
            [sys.executable, "-S", "-c", ""], executable=copy, env=environment, check=True, capture_output=True, timeout=10
        )
    except (OSError, subprocess.SubprocessError):
        shutil.rmtree(folder, ignore_errors=True)
        return None
    return str(copy)
