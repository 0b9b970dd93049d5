"""A built package that runs as Lambda runs it: unpacked, with its `bootstrap` as a process that takes one event after another.

A process that ended is started again for the next event, as Lambda does. Unlike MiniStack, this knows no roles. AWS clients go to
the endpoint URL that the caller gives.
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

from agents.folders import PROJECT
from components.packaging.cache import Cache
from components.packaging.package import CACHE, Package, build
from components.packaging.source import Source
from components.packaging.target import Target, host_architecture
from components.tool_folder import shared_code
from local.runtime_api import FunctionError, Outcome, RuntimeApi

SECONDS_FOR_AN_INVOCATION = 60
REGION = "us-east-1"


@dataclass(frozen=True)
class Answer:
    """The result of one invocation."""

    result: Any
    """The value that the function returned, decoded from JSON. None if it failed."""
    error: FunctionError | None
    log: list[str]
    """The lines that the function printed during the invocation."""

    def log_lines(self) -> list[dict[str, Any]]:
        """Return the printed lines that are JSON objects, decoded."""
        return [json.loads(line) for line in self.log if line.startswith("{")]


class BuiltFunction:
    """Runs one package. The process starts with the first event."""

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
        """Unpack the package.

        folder: an empty folder.
        endpoint_url: the URL of the AWS services.
        environment: the variables that the function's configuration adds, like `SETTING_GATEWAY`.
        seconds: the time limit of an invocation.
        on_terminal: True lets the process read and print on this terminal, for a debugger. Otherwise its output goes to
        `Answer.log`.
        """
        self._package, self._root, self._logs = package, folder / "task", folder / "log"
        # A folder of its own, because other people's programs may have put files into this machine's.
        temporary = folder / "tmp"
        temporary.mkdir(mode=0o700)
        self._environment = {
            **_lambda_environment(package, self._root, endpoint_url, memory_mb),
            "TMPDIR": str(temporary),
            **environment,
        }
        self._seconds, self._on_terminal = seconds, on_terminal
        self._api: RuntimeApi | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self.starts = 0
        """The number of processes started so far."""
        _unzip(package.path, self._root)

    def invoke(self, event: Any) -> Answer:
        if self._process is None or self._process.poll() is not None:
            self._start()
        before = self._logs.stat().st_size
        outcome = self._outcome(event)
        if outcome is None:
            # The previous process was still ending. The runtimes of Go and Rust end a crashed process only after they have reported
            # the crash.
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
            # Kill the whole group, because a bootstrap that is a shell script may have a child.
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
        """Send the event and return the answer of the process.

        Return Lambda's error if the process posts nothing. Return None if the process ended before it took the event.
        """
        assert self._api
        assert self._process
        request_id = self._api.send(event)
        deadline = time.monotonic() + self._seconds
        while time.monotonic() < deadline:
            # Poll before reading the queue: then the queue holds everything that an ended process posted.
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
    name: str,
    folder: Path,
    language: str,
    needed_by: str = "the tests",
    say: Callable[[str], None] = print,
) -> Package:
    """Build a function, unless it is built.

    Raises BuildError. Raises MissingToolError if this machine lacks the language's toolchain.
    """
    CACHE.mkdir(parents=True, exist_ok=True)
    shared = shared_code(declared(folder)) if (folder / "tools.json").is_file() else None
    return build(Source(name, folder, language, needed_by, shared=shared), Target("host", host_architecture()), Cache(CACHE, say))


def tool_folder(name: str) -> Path:
    return PROJECT / "lambda" / "tools" / name


def declared(folder: Path) -> dict[str, Any]:
    """Return the content of the folder's `tools.json`."""
    found: dict[str, Any] = json.loads((folder / "tools.json").read_text("utf-8"))
    return found


def _unzip(path: Path, into: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        archive.extractall(into)
        for entry in archive.infolist():
            # zipfile forgets which files are executable.
            (into / entry.filename).chmod(entry.external_attr >> 16 & 0o777)


def _lambda_environment(package: Package, root: Path, endpoint_url: str, memory_mb: int) -> dict[str, str]:
    """Return Lambda's variables and the URL of AWS: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html

    Only PATH comes from this process. The functions need it to find their interpreters.
    """
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
        # components/function.py sets the same. A runtime that wraps printed lines would break the one log line of a tool use.
        "AWS_LAMBDA_LOG_FORMAT": "JSON",
        "AWS_LAMBDA_LOG_LEVEL": "INFO",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "test",
        # No session token, which keys of a user and of a laptop stack's root don't have: S3 refuses a presigned URL with another.
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_ENDPOINT_URL": endpoint_url,
    }
