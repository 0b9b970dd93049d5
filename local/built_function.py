"""A built package as Lambda runs it: unpacked, its `bootstrap` a process of its own, invoked one event after another.

A process that ended is started anew for the next event, as Lambda does. It is not MiniStack: nothing here knows roles, and S3 is
where the environment says.
"""

import json
import os
import queue
import signal
import subprocess
import time
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from components.packaging.cache import Cache
from components.packaging.package import CACHE, ROOT, Package, build
from components.packaging.source import Source
from components.packaging.target import Target, host_architecture
from local.runtime_api import FunctionError, Outcome, RuntimeApi

SECONDS_FOR_AN_INVOCATION = 60
REGION = "us-east-1"


@dataclass(frozen=True)
class Answer:
    """What became of one invocation."""

    result: Any
    """What the function returned, from its JSON; None if it failed."""
    error: FunctionError | None
    log: list[str]
    """The lines it printed meanwhile."""

    def log_lines(self) -> list[dict[str, Any]]:
        """Those that are JSON objects."""
        return [json.loads(line) for line in self.log if line.startswith("{")]


class BuiltFunction:
    """Runs one package. Starts nothing before the first event."""

    def __init__(
        self,
        package: Package,
        folder: Path,
        endpoint_url: str,
        memory_mb: int,
        environment: Mapping[str, str],
        seconds: float = SECONDS_FOR_AN_INVOCATION,
        on_terminal: bool = False,
    ):
        """folder: an empty one. environment: what its configuration adds, like `SETTING_GATEWAY`.

        seconds: how long an invocation may take.
        on_terminal: whether the process reads and prints on this terminal, for a debugger, instead of into `Answer.log`.
        """
        self._package, self._root, self._logs = package, folder / "task", folder / "log"
        self._environment = {**_lambda_environment(package, self._root, endpoint_url, memory_mb), **environment}
        self._seconds, self._on_terminal = seconds, on_terminal
        self._api: RuntimeApi | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self.starts = 0
        """How many processes were started so far."""
        _unzip(package.path, self._root)

    def invoke(self, event: Any) -> Answer:
        if self._process is None or self._process.poll() is not None:
            self._start()
        before = self._logs.stat().st_size
        outcome = self._outcome(event)
        if outcome is None:
            # The process before was on its way out: Go's and Rust's runtimes end a process that crashed, after they said so.
            self._start()
            outcome = self._outcome(event)
        with self._logs.open("rb") as logs:
            logs.seek(before)
            log = logs.read().decode("utf-8", "replace").splitlines()
        match outcome:
            case Outcome(failed=False):
                return Answer(json.loads(outcome.body), None, log)
            case Outcome():
                return Answer(None, outcome.error(), log)
            case FunctionError():
                return Answer(None, outcome, log)
        end = self._logs.read_text("utf-8", "replace")[-2000:]
        return Answer(None, FunctionError("Runtime.ExitError", f"the process ended before it asked for an event:\n{end}"), log)

    def close(self) -> None:
        if self._process:
            # A whole group: a bootstrap that is a shell script may have a child.
            if self._process.poll() is None and self._on_terminal:
                self._process.kill()
            elif self._process.poll() is None:
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None
        if self._api:
            self._api.close()
            self._api = None

    def _start(self) -> None:
        self.close()
        self._api = RuntimeApi(self._seconds)
        self.starts += 1
        with self._logs.open("ab") as logs:
            self._process = subprocess.Popen(
                [self._root / "bootstrap"],
                cwd=self._root,
                env={**self._environment, "AWS_LAMBDA_RUNTIME_API": self._api.address},
                stdin=None if self._on_terminal else subprocess.DEVNULL,
                stdout=None if self._on_terminal else logs,
                stderr=None if self._on_terminal else logs,
                # A terminal serves only the processes of its session.
                start_new_session=not self._on_terminal,
            )

    def _outcome(self, event: Any) -> Outcome | FunctionError | None:
        """What the process posts, or what Lambda says of one that posts nothing; None if it ended before it took the event."""
        assert self._api
        assert self._process
        request_id = self._api.send(event)
        deadline = time.monotonic() + self._seconds
        while time.monotonic() < deadline:
            # Asked first: what it posted before it ended is in the queue then.
            code = self._process.poll()
            try:
                return self._api.outcomes.get(timeout=0.05)
            except queue.Empty:
                if code is not None:
                    taken = request_id in self._api.taken
                    return FunctionError("Runtime.ExitError", f"the process ended with {code}") if taken else None
        self.close()
        return FunctionError("Sandbox.Timedout", f"no answer in {self._seconds:g} s")


def build_for_this_machine(
    name: str, folder: Path, language: str, needed_by: str = "the tests", say: Callable[[str], None] = print
) -> Package:
    """Build a function, unless it is built.

    Raises BuildError; MissingToolError where the language's toolchain isn't on this machine.
    """
    CACHE.mkdir(parents=True, exist_ok=True)
    return build(Source(name, folder, language, needed_by), Target("host", host_architecture()), Cache(CACHE, say))


def tool_folder(name: str) -> Path:
    return ROOT / "lambda" / "tools" / name


def declared(folder: Path) -> dict[str, Any]:
    """Its `tools.json`."""
    return json.loads((folder / "tools.json").read_text("utf-8"))


def _unzip(path: Path, into: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        archive.extractall(into)
        for entry in archive.infolist():
            # zipfile forgets which files are executable.
            (into / entry.filename).chmod(entry.external_attr >> 16 & 0o777)


def _lambda_environment(package: Package, root: Path, endpoint_url: str, memory_mb: int) -> dict[str, str]:
    """https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, and where AWS is. Nothing of this process's own but
    PATH, by which the laptop's functions find their interpreters."""
    return {
        "PATH": os.environ["PATH"],
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "_HANDLER": package.runtime.handler,
        "LAMBDA_TASK_ROOT": str(root),
        "LAMBDA_RUNTIME_DIR": "/var/runtime",
        "AWS_LAMBDA_FUNCTION_NAME": package.name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(memory_mb),
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{package.name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": "2026/01/01/[$LATEST]on-this-machine",
        # As components/function.py has it: a runtime that wraps what is printed would spoil the one line of a tool use.
        "AWS_LAMBDA_LOG_FORMAT": "JSON",
        "AWS_LAMBDA_LOG_LEVEL": "INFO",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_SESSION_TOKEN": "test",
        "AWS_ENDPOINT_URL": endpoint_url,
    }
