"""Removes what the code of an earlier call left on the machine: processes, files, and memory that outlives its process.

Where seccomp and Landlock keep the code in, there is nothing. It does its work only on a machine of our own: `machine.py`.

The kernel marks the processes of the code, and all that they start: by the limits that `confinement.set_limits` sets. A process can
only lower them.
"""

import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from interpreter import machine
from interpreter.confinement import ConfinementError
from interpreter.limits import Limits
from interpreter.own_folder import empty

FOLDERS = ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue")
SECONDS = 5
"""The longest that ending processes may take."""

LIMITS = Limits()
KEYCTL = {"x86_64": 250, "aarch64": 219}
CLEAR, GET_PERSISTENT = 7, 22
PROCESS, USER, USER_SESSION = -2, -4, -5
IPC_RMID = 0


def clear() -> None:
    """End processes of earlier calls and remove what they left. Raises ConfinementError if one of the processes goes on."""
    if not machine.is_ours_alone():
        return
    end_processes()
    for folder in FOLDERS:
        with contextlib.suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                empty(descriptor)
            finally:
                os.close(descriptor)
    _remove_memory()
    _clear_keys()


def end_processes(limits: Limits = LIMITS) -> None:
    """End all processes that the code has started, wherever they went. Raises ConfinementError if they don't end."""
    deadline = time.monotonic() + SECONDS
    while found := list(of_the_code(limits)):
        # A stopped process starts no others while the next ones are looked for.
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for process in found:
                with contextlib.suppress(OSError):
                    os.kill(process, number)
        if time.monotonic() > deadline:
            raise ConfinementError(f"{len(found)} processes of earlier code don't end")


def of_the_code(limits: Limits = LIMITS) -> Iterator[int]:
    """Yield the processes that have the limits of the code, or lower ones. A process that has ended already isn't one."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and int(entry.name) not in (1, os.getpid()):
            with contextlib.suppress(OSError):
                if _is_marked((entry / "limits").read_text(), limits) and not _has_ended(entry):
                    yield int(entry.name)


def memory_of(process: int) -> int:
    """Return the bytes of memory that a process has for itself. 0 if it has ended."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        _, resident, shared, *_ = (Path(f"/proc/{process}/statm").read_text()).split()
        return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")
    return 0


def _is_marked(text: str, limits: Limits) -> bool:
    hard: dict[str, str] = {}
    for line in text.splitlines()[1:]:
        name, values = line[:25].strip(), line[25:].split()
        if len(values) > 1:
            hard[name] = values[1]
    # At the soft limit of CPU time the code still gets a signal. The hard one is a second later.
    most = {"Max cpu time": limits.cpu_seconds + 1, "Max file size": limits.file_bytes, "Max open files": limits.open_files}
    return all(hard.get(name, "unlimited").isdecimal() and int(hard[name]) <= value for name, value in most.items())


def _has_ended(process: Path) -> bool:
    return (process / "stat").read_text().rpartition(")")[2].split()[0] in ("Z", "X")


def _remove_memory() -> None:
    """Remove shared memory, semaphores and queues of System V. They have no owner that lives."""
    libc = ctypes.CDLL(None)
    # The numbers are the calls' arguments between the object's own and the command, as for one semaphore of a set.
    for kind, remove, between in (("shm", libc.shmctl, ()), ("sem", libc.semctl, (0,)), ("msg", libc.msgctl, ())):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/sysvipc/{kind}").read_text().splitlines()[1:]:
                remove(int(line.split()[1]), *between, IPC_RMID, None)


def _clear_keys() -> None:
    """Clear the keyrings of the user, which live as long as the machine."""
    call = KEYCTL.get(os.uname().machine)
    if call is None or sys.platform != "linux":
        return
    libc = ctypes.CDLL(None)
    libc.syscall.restype = ctypes.c_long
    persistent = libc.syscall(call, GET_PERSISTENT, -1, PROCESS)
    for ring in (USER, USER_SESSION, *([persistent] if persistent > 0 else [])):
        libc.syscall(call, CLEAR, ring)
