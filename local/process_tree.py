"""Ends a process and all that it has started, at once, as Lambda ends the instance of a function."""

import os
import signal
import subprocess
from collections import defaultdict
from contextlib import suppress

SECONDS_FOR_PS = 5


def end_with_descendants(process: subprocess.Popen[bytes] | None) -> None:
    """Kill a process that runs, and its descendants. Don't wait for their end."""
    if process is None or process.poll() is not None:
        return
    descendants = descendants_of(process.pid)
    with suppress(OSError):
        process.kill()
    for pid in descendants:
        with suppress(OSError):
            os.kill(pid, signal.SIGKILL)


def descendants_of(pid: int) -> list[int]:
    """Return the processes that a process has started, and those that these have started. Empty if this machine has no `ps`."""
    try:
        listed = subprocess.run(
            ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True, timeout=SECONDS_FOR_PS
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return []
    children: dict[int, list[int]] = defaultdict(list)
    for line in listed.splitlines():
        child, parent = map(int, line.split())
        children[parent].append(child)
    found, new = [], children[pid]
    while new:
        found += new
        new = [child for parent in new for child in children[parent]]
    return found
