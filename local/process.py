"""A process of the laptop stack: started in a group of its own, known again by its start time, ended with all that it
started.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

# Inherited by everything that a service starts, so that what is left behind is found whatever its name.
MARK = "LAPTOP_STACK"

GRACE_SECONDS = 8.0


@dataclass(frozen=True)
class Process:
    """A process id alone may belong to another program after a while; together with the time of its start it can't."""

    pid: int
    started: str
    code: str = ""
    """Of what it was started, where that is known."""

    @property
    def alive(self) -> bool:
        return start_time(self.pid) == self.started

    def stop(self) -> None:
        """Ask it and its group to end, and after a while make them. Does nothing to a process id that is another's by now."""
        if not self.alive:
            return
        try:
            # What `spawn` starts leads a group of its own; what is left behind of it is in a group that has no leader any more.
            send = os.killpg if os.getpgid(self.pid) == self.pid else os.kill
        except ProcessLookupError:
            # It has ended since.
            return
        _signal(send, self.pid, signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        while self.alive and time.monotonic() < deadline:
            time.sleep(0.05)
        if send is os.killpg or self.alive:
            # Even if the leader is gone: functions that did not heed the first signal are in its group.
            _signal(send, self.pid, signal.SIGKILL)
        while self.alive:
            time.sleep(0.02)


def spawn(command: Sequence[str], environment: Mapping[str, str], folder: Path, log: Path, mark: Path) -> Process:
    """Start a command in the background, its output in `log`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        child = subprocess.Popen(
            command,
            env={**environment, MARK: str(mark)},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Process(child.pid, start_time(child.pid) or "")


def start_time(pid: int) -> str | None:
    """When a process was started, in the system's own words; None for one that doesn't run, a zombie too."""
    try:
        # The name, in parentheses, may hold spaces; https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None if Path("/proc/self/stat").exists() else _start_time_by_ps(pid)
    return None if fields[0] in "ZX" else fields[19]


def _start_time_by_ps(pid: int) -> str | None:
    """For systems without /proc, such as macOS."""
    found = subprocess.run(["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    state, _, started = found.stdout.strip().partition(" ")
    return started.strip() or None if state and not state.startswith("Z") else None


def left_behind(mark: Path) -> list[Process]:
    """What still runs of a stack: found by what it inherited, so only where /proc shows the environment of a process."""
    wanted = f"{MARK}={mark}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*/environ"):
        pid = int(entry.parent.name)
        try:
            marked = pid != os.getpid() and wanted in entry.read_bytes().split(b"\0")
        except OSError:
            continue
        if marked and (started := start_time(pid)):
            found.append(Process(pid, started))
    return found


def _signal(send: Callable[[int, int], None], pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        send(pid, number)
