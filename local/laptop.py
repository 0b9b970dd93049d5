"""Start, look at and stop the laptop stack.

MiniStack keeps its state in memory. When it starts again, everything that was deployed is gone. Pulumi's state of the laptop stack
and the state machines of Step Functions describe those things, so they are deleted too. The next deployment makes everything again
from packages that are still built. A saved and restored MiniStack could differ from the other states after a crash.

Step Functions keeps its state machines and ended runs on disk. The scripted model keeps nothing. So each of these can be restarted
alone.
"""

import fcntl
import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from local.errors import PortInUseError, ServiceFailedError
from local.ports import HOST, VARIABLE, Ports, is_free, owner_of
from local.process import Process, left_behind, spawn
from local.services import ALWAYS, Service, services
from local.this_command import agent

START_SECONDS = 60.0
BUSY_SECONDS = 10.0
"""The time in which a service answers that runs already. On a busy machine it may take seconds, and a restart of MiniStack loses
all that was deployed."""
LOG_LINES = 12

# These describe things that live in MiniStack.
GOES_WITH_MINISTACK = (
    "pulumi-state",
    "chosen.json",
    "deployed.json",
    "deploying",
    "step_functions/state_machines.json",
    "ministack",
    "tmp",
    "home",
)

Say = Callable[[str], None]


@dataclass(frozen=True)
class Status:
    """The state of a service."""

    service: Service
    process: Process | None
    healthy: bool

    @property
    def word(self) -> str:
        if self.process is None:
            return "not running"
        return "healthy" if self.healthy else "does not answer"

    @property
    def predicate(self) -> str:
        return self.word if self.word == "does not answer" else f"is {self.word}"


def running_ports(folder: Path) -> Ports | None:
    """Return the ports of the stack in that folder. None if none of its services runs."""
    stack = Laptop(folder, Ports())
    base = stack._recorded_base()
    return Ports(base) if base and stack._running() else None


class Laptop:
    """The stack whose state is in `folder`. Two stacks at once need two folders and two port bases."""

    def __init__(self, folder: Path, ports: Ports, say: Say = print) -> None:
        self.folder = folder.absolute()
        self.ports = ports
        self.beside: frozenset[str] = frozenset()
        """The services that the chosen model and agents need, besides those that always run."""
        self._say = say
        self._is_locked = False

    @property
    def services(self) -> dict[str, Service]:
        """The services that always run, those that are needed, and those that run now."""
        there = {*ALWAYS, *self.beside, *self._known()}
        return {name: service for name, service in services(self.folder, self.ports).items() if name in there}

    def log(self, service: str) -> Path:
        return self.folder / "logs" / f"{service}.log"

    def status(self) -> list[Status]:
        running = self._running()
        return [Status(s, running.get(name), name in running and s.is_healthy(BUSY_SECONDS)) for name, s in self.services.items()]

    def is_up(self) -> bool:
        return self.why_down() is None

    def why_down(self) -> str | None:
        """Return what keeps the stack from being used, as a sentence without its end. None if it is up."""
        if not self._running():
            return "The laptop stack isn't up"
        unhealthy = [status for status in self.status() if not status.healthy]
        if self._recorded_base() == self.ports.base and not unhealthy:
            return None
        if unhealthy:
            return f"The laptop stack isn't up: {', '.join(f'{status.service.name} {status.predicate}' for status in unhealthy)}"
        return f"The laptop stack isn't up at port {self.ports.base}: it is at port {self._recorded_base()}"

    def up(self) -> list[str]:
        """Start the services that don't run, and stop those that aren't needed any more. Return the names of the started ones.

        If MiniStack starts, everything that was deployed before is gone.
        Raises PortInUseError or ServiceFailedError. Then no service that wasn't running before is left running.
        """
        with self.locked():
            if self._running() and self._recorded_base() != self.ports.base:
                self._refuse_taken_ports(list(self.services))
                self._say(f"The stack moves from port {self._recorded_base()} to {self.ports.base}.")
                self._stop(self._running())
            if needless := {name: process for name, process in self._known().items() if name not in {*ALWAYS, *self.beside}}:
                self._stop(needless)
            missing = [status.service.name for status in self.status() if self._has_to_start(status)]
            if not missing:
                return []
            if "ministack" in missing:
                missing = list(self.services)
            self._refuse_taken_ports(missing)
            self._stop({name: process for name, process in self._running().items() if name in missing})
            if "ministack" in missing:
                self._forget_deployments()
            self._start(missing)
            return missing

    def _has_to_start(self, status: Status) -> bool:
        name = status.service.name
        if status.healthy and status.process and status.process.code != status.service.code:
            self._say(f"{name} runs older code than there is now: starting it anew.")
            return True
        if not status.healthy and name in self._known():
            self._say(f"{name} has stopped working. Its last words:\n{self.last_words(name)}")
        return not status.healthy

    def down(self, forget: bool = False) -> list[str]:
        """Stop everything. Return the names of the services that ran.

        forget: True also deletes what Pulumi and the services remember of the stack.
        """
        with self.locked():
            running = self._running()
            self._stop(running)
            for process in left_behind(self.folder):
                process.stop()
            self._processes_file.unlink(missing_ok=True)
            if forget:
                self._forget_deployments()
            return list(running)

    def last_words(self, service: str) -> str:
        try:
            lines = self.log(service).read_text(errors="replace").splitlines()[-LOG_LINES:]
        except OSError:
            lines = []
        return "\n".join(f"  | {line[:200]}" for line in lines) or "  | (it said nothing)"

    def _refuse_taken_ports(self, names: list[str]) -> None:
        """Raise PortInUseError if another program has a port. It runs before anything is stopped, so that a stack that can't
        restart goes on.
        """
        running, base = self._running(), self._recorded_base()
        own = {service.port for name, service in services(self.folder, Ports(base)).items() if name in running} if base else set()
        for service in self.services.values():
            if service.name in names and service.port not in own and not is_free(service.port):
                other = max(self.ports.base + 1000, 14566) if self.ports.base < 60000 else 14566
                raise PortInUseError(
                    f"Port {service.port} of {HOST}, for {service.name}, is taken by {owner_of(service.port)}.\n"
                    f"End that process, or choose other ports, all in a row: {VARIABLE}={other} {agent('up')}"
                )

    def _start(self, names: list[str]) -> None:
        chosen = [service for name, service in self.services.items() if name in names]
        for name in ("home", "tmp", "step_functions"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        started: dict[str, Process] = {}
        try:
            for service in chosen:
                log = self.log(service.name)
                folder = self.folder / "home"
                process = spawn(service.command, service.environment, folder, log, self.folder)
                started[service.name] = replace(process, code=service.code)
            self._record({**self._running(), **started})
            self._wait_for(chosen, started)
        except BaseException:
            self._stop(started)
            raise

    def _wait_for(self, chosen: list[Service], started: dict[str, Process]) -> None:
        deadline = time.monotonic() + START_SECONDS
        waiting = list(chosen)
        while waiting:
            for service in list(waiting):
                # An answer alone proves nothing: another program may have taken the port. So the process must be alive too.
                if not started[service.name].alive:
                    raise self._failed(service, "ended right after its start")
                if service.is_healthy():
                    waiting.remove(service)
            if waiting and time.monotonic() > deadline:
                raise self._failed(waiting[0], f"has not answered within {START_SECONDS:.0f} s")
            time.sleep(0.05)

    def _failed(self, service: Service, how: str) -> ServiceFailedError:
        log = self.log(service.name)
        return ServiceFailedError(f"{service.name} {how}. The end of {log}:\n{self.last_words(service.name)}")

    def _stop(self, processes: dict[str, Process]) -> None:
        for process in processes.values():
            process.stop()
        self._record({name: process for name, process in self._known().items() if name not in processes})

    def _forget_deployments(self) -> None:
        for name in GOES_WITH_MINISTACK:
            path = self.folder / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    @property
    def _processes_file(self) -> Path:
        return self.folder / "processes.json"

    def _record(self, processes: dict[str, Process]) -> None:
        record = {"port_base": self.ports.base, "processes": {name: asdict(process) for name, process in processes.items()}}
        self._processes_file.write_text(json.dumps(record, indent=1))

    def _recorded_base(self) -> int | None:
        return self._read().get("port_base")

    def _known(self) -> dict[str, Process]:
        return {name: Process(**process) for name, process in self._read().get("processes", {}).items()}

    def _running(self) -> dict[str, Process]:
        return {name: process for name, process in self._known().items() if process.alive}

    def _read(self) -> dict[str, Any]:
        try:
            record: dict[str, Any] = json.loads(self._processes_file.read_text())
        except (OSError, ValueError):
            return {}
        return record

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Make every other `up` and `down` of this folder wait. Calls may be nested."""
        if self._is_locked:
            yield
            return
        # For this person alone: logs and executions hold questions and answers.
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._say("Another `up` or `down` is at work: waiting for it.")
                fcntl.flock(file, fcntl.LOCK_EX)
            self._is_locked = True
            try:
                yield
            finally:
                self._is_locked = False
