"""Confines the child before it runs the code. The child can't undo any of it.

setrlimit sets limits on every Unix. Linux alone has the rest: the child drops its capabilities, and filters its system calls by
seccomp (https://www.kernel.org/doc/html/latest/userspace-api/seccomp_filter.html). The child can't start processes, so killing it
ends all of the code.
"""

import ctypes
import os
import platform
import resource
import struct
import sys

PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38
SECCOMP_MODE_FILTER = 2
CAPABILITY_VERSION_3 = 0x20080522
CLONE_THREAD = 0x10000
EPERM, ENOSYS = 1, 38

# For each architecture: its number in the kernel's audit.h, and its numbers of system calls.
ARCHITECTURES = {
    "x86_64": (
        0xC000003E,
        {
            "clone": 56, "clone3": 435, "fork": 57, "vfork": 58, "execve": 59, "execveat": 322, "kill": 62, "tkill": 200,
            "tgkill": 234, "rt_sigqueueinfo": 129, "rt_tgsigqueueinfo": 297, "pidfd_send_signal": 424, "pidfd_getfd": 438,
            "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311, "prlimit64": 302, "socket": 41,
            "io_uring_setup": 425, "unshare": 272, "setns": 308, "setpriority": 141, "sched_setparam": 142,
            "sched_setscheduler": 144, "sched_setaffinity": 203, "sched_setattr": 314, "ioprio_set": 251, "move_pages": 279,
            "migrate_pages": 256, "process_madvise": 440, "shmget": 29, "msgget": 68, "semget": 64, "mq_open": 240,
        },
    ),
    "aarch64": (
        0xC00000B7,
        {
            "clone": 220, "clone3": 435, "execve": 221, "execveat": 281, "kill": 129, "tkill": 130, "tgkill": 131,
            "rt_sigqueueinfo": 138, "rt_tgsigqueueinfo": 240, "pidfd_send_signal": 424, "pidfd_getfd": 438, "ptrace": 117,
            "process_vm_readv": 270, "process_vm_writev": 271, "prlimit64": 261, "socket": 198, "io_uring_setup": 425,
            "unshare": 97, "setns": 268, "setpriority": 140, "sched_setparam": 118, "sched_setscheduler": 119,
            "sched_setaffinity": 122, "sched_setattr": 274, "ioprio_set": 30, "move_pages": 239, "migrate_pages": 238,
            "process_madvise": 440, "shmget": 194, "msgget": 186, "semget": 190, "mq_open": 180,
        },
    ),
}  # fmt: skip


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
    ):
        if value is not None and hasattr(resource, name):
            _, hard = resource.getrlimit(getattr(resource, name))
            value = value if hard == resource.RLIM_INFINITY else min(value, hard)
            # At the soft limit of CPU time the kernel sends SIGXCPU, which tells the cause. At the hard limit it sends SIGKILL.
            soft = max(0, value - 1) if name == "RLIMIT_CPU" else value
            resource.setrlimit(getattr(resource, name), (soft, value))


def drop_privileges() -> None:
    """Give up capabilities and system calls. Raises ConfinementError if the kernel or the platform doesn't support it."""
    if sys.platform != "linux" or platform.machine() not in ARCHITECTURES:
        raise ConfinementError(f"there is no filter of system calls for {sys.platform} on {platform.machine()}")
    libc = ctypes.CDLL(None, use_errno=True)
    _check(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no new privileges")
    nothing = (ctypes.c_uint32 * 6)()
    _check(libc.capset((ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0), nothing), "no capabilities")
    program = _filter(*ARCHITECTURES[platform.machine()])
    instructions = ctypes.create_string_buffer(program)
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(instructions))
    _check(libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, header, 0, 0), "a filter of system calls")


def hide_process() -> None:
    """Hide this process's environment and memory from other processes of the same user. The parent calls it. Works on Linux."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def _check(result: int, what: str) -> None:
    if result != 0:
        raise ConfinementError(ctypes.get_errno(), f"the kernel refused {what}: {os.strerror(ctypes.get_errno())}")


def _filter(architecture: int, calls: dict[str, int]) -> bytes:
    """Return a program of classic BPF, which decides by a system call's number and its first argument."""
    number, architecture_at, first_argument = 0, 4, 16
    load, equal, at_least, any_bit, answer = 0x20, 0x15, 0x35, 0x45, 0x06
    allow, refuse, not_there = 0x7FFF0000, 0x00050000 | EPERM, 0x00050000 | ENOSYS

    def step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
        return struct.pack("HBBI", code, if_true, if_false, value)

    def when(call: str, *then: bytes) -> bytes:
        return step(equal, calls[call], 0, len(then)) + b"".join(then)

    def only_with(test: int, value: int) -> tuple[bytes, ...]:
        return step(load, first_argument), step(test, value, 0, 1), step(answer, allow), step(answer, refuse)

    program = step(load, architecture_at) + step(equal, architecture, 1, 0) + step(answer, refuse) + step(load, number)
    # x32, a second interface of x86_64, has numbers from here on.
    program += step(at_least, 0x40000000, 0, 1) + step(answer, refuse)
    # Allow threads, but no processes. The filter can't see the flags of clone3. libc uses clone where clone3 doesn't exist.
    program += when("clone", *only_with(any_bit, CLONE_THREAD)) + when("clone3", step(answer, not_there))
    # Allow signals to the process itself, and changes of its own limits.
    for call in ("kill", "tgkill"):
        program += when(call, *only_with(equal, os.getpid()))
    program += when("prlimit64", *only_with(equal, 0))
    checked = {"clone", "clone3", "kill", "tgkill", "prlimit64"}
    for call in sorted(calls.keys() - checked):
        program += when(call, step(answer, refuse))
    return program + step(answer, allow)
