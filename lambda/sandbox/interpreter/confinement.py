"""Confines the child before it runs the code. The child can't undo any of it.

setrlimit sets limits on every Unix. Linux alone has the rest: the child drops its capabilities, restricts itself to some files by
Landlock (`landlock.py`), and filters its system calls by seccomp (`call_filter.py`). The child can't start processes, so killing it
ends all of the code.
"""

import ctypes
import os
import platform
import resource
import struct
import sys
import sysconfig
from pathlib import Path

PR_GET_DUMPABLE, PR_SET_DUMPABLE = 3, 4
PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38
SECCOMP_MODE_FILTER = 2
CAPABILITY_VERSION_3 = 0x20080522

SECCOMP, LANDLOCK, PRIVILEGES = "seccomp", "landlock", "privileges"

# Folders with libraries in C, and files by which libraries find their way.
LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache")
SETTINGS = (
    *("/etc/localtime", "/etc/timezone", "/usr/share/zoneinfo", "/etc/ssl/openssl.cnf", "/etc/pki/tls/openssl.cnf"),
    *("/etc/mime.types", "/etc/httpd/mime.types", "/etc/apache2/mime.types", "/sys/devices/system/cpu"),
)
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")


class ConfinementError(OSError):
    """The kernel refused a part of the confinement."""


def set_limits(cpu_seconds: int, memory_bytes: int, file_bytes: int, open_files: int, processes: int | None) -> None:
    """Set the limits of this process.

    processes: the most that the user may have, threads included. None where they can't be counted.
    """
    for name, value in (
        ("RLIMIT_CPU", cpu_seconds + 1),
        ("RLIMIT_AS", memory_bytes),
        ("RLIMIT_FSIZE", file_bytes),
        ("RLIMIT_NOFILE", open_files),
        ("RLIMIT_NPROC", processes),
        ("RLIMIT_CORE", 0),
        # Queues of messages outlive the process that made them. Locked memory counts elsewhere.
        ("RLIMIT_MSGQUEUE", 0),
        ("RLIMIT_MEMLOCK", 0),
    ):
        if value is not None and (limit := _number(name)) is not None:
            _, hard = resource.getrlimit(limit)
            value = value if hard == resource.RLIM_INFINITY else min(value, hard)
            # At the soft limit of CPU time the kernel sends SIGXCPU, which tells the cause. At the hard limit it sends SIGKILL.
            soft = max(0, value - 1) if name == "RLIMIT_CPU" else value
            resource.setrlimit(limit, (soft, value))


def _number(limit: str) -> int | None:
    # Python has no name for this one.
    queues = 12 if limit == "RLIMIT_MSGQUEUE" and sys.platform == "linux" else None
    number: int | None = getattr(resource, limit, queues)
    return number


def confine(folder: Path, packages: Path) -> dict[str, str]:
    """Give up privileges, files and system calls. Return the parts that the kernel or the platform lacks, each with the cause.

    folder: the folder that the code may write to.
    packages: the folder from which the code may import.
    """
    lacks: dict[str, str] = {}
    for part, step in (
        (PRIVILEGES, drop_privileges),
        (LANDLOCK, lambda: restrict_files(folder, packages)),
        # The last one, because the filter refuses the calls of the others.
        (SECCOMP, filter_calls),
    ):
        try:
            step()
        except OSError as refused:
            lacks[part] = str(refused)
    return lacks


def drop_privileges() -> None:
    """Give up capabilities, and new ones for ever. Raises ConfinementError."""
    libc = _libc()
    nothing = (ctypes.c_uint32 * 6)()
    _check(libc.capset((ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0), nothing), "no capabilities")
    _check(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no new privileges")


def restrict_files(folder: Path, packages: Path) -> None:
    """Raises ConfinementError if the kernel has no Landlock, or one that doesn't know all that is asked for."""
    _libc()
    from interpreter import landlock

    of_python = [Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")]
    of_libraries = [Path(place) for place in os.environ.get("LD_LIBRARY_PATH", "").split(":") if place.startswith("/")]
    readable = [packages, *of_python, *of_libraries, Path("/proc/self"), *map(Path, (*LIBRARIES, *SETTINGS))]
    try:
        version = landlock.restrict(folder, readable, map(Path, DEVICES))
    except OSError as refused:
        raise ConfinementError(refused.errno, f"the kernel refused a restriction to some files: {refused.strerror}") from refused
    if version < landlock.NEWEST:
        raise ConfinementError(f"the kernel has version {version} of Landlock, and {landlock.NEWEST} is wanted")


def filter_calls() -> None:
    """Raises ConfinementError if the kernel or the platform has no filter of system calls."""
    libc = _libc()
    from interpreter import call_filter

    if platform.machine() not in call_filter.ARCHITECTURES:
        raise ConfinementError(f"there is no filter of system calls for {sys.platform} on {platform.machine()}")
    program = call_filter.program(platform.machine(), os.getpid())
    instructions = ctypes.create_string_buffer(program)
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(instructions))
    _check(libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, header, 0, 0), "a filter of system calls")


def hide_process() -> None:
    """Hide this process's environment and memory from other processes of the same user. The parent calls it.

    Raises ConfinementError if the kernel refuses it, or does nothing.
    """
    libc = _libc()
    try:
        _check(libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "to hide the process")
        if libc.prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0:
            raise ConfinementError("the kernel didn't hide the process")
    except ConfinementError:
        if not _is_hidden():
            raise


def _is_hidden() -> bool:
    """Return whether the process is hidden already: `fresh_process.py`. What /proc says of it belongs to root then."""
    return os.geteuid() != 0 and os.stat("/proc/self/environ").st_uid == 0


def _libc() -> ctypes.CDLL:
    if sys.platform != "linux":
        raise ConfinementError(f"{sys.platform} has no such confinement")
    return ctypes.CDLL(None, use_errno=True)


def _check(result: int, what: str) -> None:
    if result != 0:
        raise ConfinementError(ctypes.get_errno(), f"the kernel refused {what}: {os.strerror(ctypes.get_errno())}")
