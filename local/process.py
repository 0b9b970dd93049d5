"""A process of the laptop stack. It starts in a group of its own, is recognized by its start time, and ends with everything that it
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

# Everything that a service starts inherits this variable. So leftover processes are found whatever their names.
MARK = "LAPTOP_STACK"

GRACE_SECONDS = 8.0


@dataclass(frozen=True)
class Process:
    """A process id and its start time. The system may give another program the same id later, but not the same start time."""

    pid: int
    started: str
    code: str = ""
    """A digest of the code that the process was started from. Empty if it is unknown."""

    @property
    def alive(self) -> bool:
        return start_time(self.pid) == self.started

    def stop(self) -> None:
        """Ask the process and its group to end, and kill them after a while. Do nothing if another program has its id now."""
        if not self.alive:
            return
        try:
            # A process that `spawn` starts leads a group of its own. A leftover child is in a group that has lost its leader.
            send = os.killpg if os.getpgid(self.pid) == self.pid else os.kill
        except ProcessLookupError:
            # The process has ended meanwhile.
            return
        _signal(send, self.pid, signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        while self.alive and time.monotonic() < deadline:
            time.sleep(0.05)
        if send is os.killpg or self.alive:
            # Signal the group even if the leader is gone: it may hold functions that ignored the first signal.
            _signal(send, self.pid, signal.SIGKILL)
        while self.alive:
            time.sleep(0.02)


def spawn(command: Sequence[str], environment: Mapping[str, str], folder: Path, log: Path, mark: Path) -> Process:
    """Start a command in the background with its output in `log`."""
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
    """Return the start time of a process in the system's own words. None if it doesn't run or is a zombie."""
    try:
        # The name, in parentheses, may hold spaces; https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None if Path("/proc/self/stat").exists() else _start_time_by_ps(pid)
    return None if fields[0] in "ZX" else fields[19]


def _start_time_by_ps(pid: int) -> str | None:
    """Return the start time on systems without /proc, such as macOS."""
    found = subprocess.run(["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    state, _, started = found.stdout.strip().partition(" ")
    return started.strip() or None if state and not state.startswith("Z") else None


def left_behind(mark: Path) -> list[Process]:
    """Return the leftover processes of a stack. They are found by an inherited variable, which only /proc shows."""
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
