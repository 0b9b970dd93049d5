"""Writes the filter of system calls for seccomp: a program of classic BPF, which decides by a call's number and its arguments.

https://www.kernel.org/doc/html/latest/userspace-api/seccomp_filter.html
"""

import errno
import struct
from collections.abc import Iterable

from interpreter.system_calls import ABSENT, ALLOWED, NEWEST, PRETENDED, Numbers

ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
"""For each machine: its column in `system_calls.py`, and its number in the kernel's audit.h."""

# The parts of a call that a filter can load: struct seccomp_data in linux/seccomp.h.
NUMBER, ARCHITECTURE = 0, 4
X32 = 0x40000000
"""x32, a second interface of x86_64, has numbers from here on."""

LOAD, AND, EQUAL, AT_LEAST, ABOVE, ANY_BIT, ANSWER = 0x20, 0x54, 0x15, 0x35, 0x25, 0x45, 0x06
ALLOW, FAIL = 0x7FFF0000, 0x00050000
REFUSE, NOT_THERE, DO_NOTHING = FAIL | errno.EPERM, FAIL | errno.ENOSYS, FAIL

CLONE_THREAD = 0x10000
NAMESPACES = 0x7E020000
"""The flags CLONE_NEW… of clone."""
O_ACCMODE, O_TRUNC, O_ASYNC = 0o3, 0o1000, 0o20000
AF_UNIX, SOCK_STREAM, SOCKET_TYPES = 1, 1, 0xF

FCNTL = (0, 1, 2, 3, 5, 6, 7, 36, 37, 38, 1030, 1032, 1034)
"""F_DUPFD, F_GETFD, F_SETFD, F_GETFL, locks, F_DUPFD_CLOEXEC, F_GETPIPE_SZ, F_GET_SEALS. Others send signals, or take memory."""
F_SETFL = 4
IOCTL = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451, 0x802C542A)
"""TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX, TCGETS2."""
PRCTL = (3, 15, 16, 23, 39, 0x53564D41)
"""PR_GET_DUMPABLE, PR_SET_NAME, PR_GET_NAME, PR_CAPBSET_READ, PR_GET_NO_NEW_PRIVS, PR_SET_VMA."""


def program(machine: str, process: int) -> bytes:
    """Return the filter for a process: it allows what `system_calls.py` lists, within that process, and refuses all else.

    machine: one of ARCHITECTURES.
    """
    column, architecture = ARCHITECTURES[machine]
    own_process = (*only(0, [process]), answer(REFUSE))
    checked = {
        "clone": (load(0), *when(ANY_BIT, NAMESPACES, REFUSE), *when(ANY_BIT, CLONE_THREAD, ALLOW), answer(REFUSE)),
        "kill": own_process,
        "tgkill": own_process,
        "prlimit64": (*only(0, [0]), answer(REFUSE)),
        # To empty a file takes no other right than to read it, for kernels whose Landlock doesn't know emptying.
        "open": opened(1),
        "openat": opened(2),
        "fcntl": (
            *only(1, FCNTL),
            step(EQUAL, F_SETFL, 0, 4),
            *(load(2), *when(ANY_BIT, O_ASYNC, REFUSE), answer(ALLOW)),
            answer(REFUSE),
        ),
        "ioctl": (*only(1, IOCTL), answer(REFUSE)),
        "prctl": (*only(0, PRCTL), answer(REFUSE)),
        # Sockets of the kind DGRAM reach any other socket by its name.
        "socketpair": (
            *(load(0), step(EQUAL, AF_UNIX, 1, 0), answer(REFUSE)),
            *(load(1), step(AND, SOCKET_TYPES), *when(EQUAL, SOCK_STREAM, ALLOW)),
            answer(REFUSE),
        ),
        "sendto": (load(4), step(EQUAL, 0, 1, 0), answer(REFUSE), load(4, high=True), *when(EQUAL, 0, ALLOW), answer(REFUSE)),
    }
    steps = [step(LOAD, ARCHITECTURE), step(EQUAL, architecture, 1, 0), answer(REFUSE), step(LOAD, NUMBER)]
    steps += when(AT_LEAST, X32, REFUSE)
    for call, then in checked.items():
        for number in numbers({call: ALLOWED[call]}, column):
            steps += [step(EQUAL, number, 0, len(then)), *then]
    plain = {call: each for call, each in ALLOWED.items() if call not in checked}
    for calls, reply in ((plain, ALLOW), (PRETENDED, DO_NOTHING), (ABSENT, NOT_THERE)):
        for first, last in ranges(numbers(calls, column)):
            steps += [step(AT_LEAST, first, 0, 2), step(ABOVE, last, 1, 0), answer(reply)]
    return b"".join([*steps, *when(ABOVE, NEWEST, NOT_THERE), answer(REFUSE)])


def opened(flags: int) -> tuple[bytes, ...]:
    return load(flags), step(AND, O_ACCMODE | O_TRUNC), *when(EQUAL, O_TRUNC, REFUSE), answer(ALLOW)


def step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)


def answer(reply: int) -> bytes:
    return step(ANSWER, reply)


def load(argument: int, high: bool = False) -> bytes:
    """Load 32 bits of an argument: the lower ones, or the higher ones."""
    return step(LOAD, 16 + 8 * argument + 4 * high)


def when(test: int, value: int, reply: int) -> tuple[bytes, bytes]:
    return step(test, value, 0, 1), answer(reply)


def only(argument: int, values: Iterable[int]) -> tuple[bytes, ...]:
    """Allow a call if its argument is one of the values. What follows sees the argument loaded."""
    return load(argument), *(each for value in values for each in when(EQUAL, value, ALLOW))


def numbers(calls: Numbers, column: int) -> list[int]:
    return sorted(number for each in calls.values() if (number := each[column]) is not None)


def ranges(of: list[int]) -> list[tuple[int, int]]:
    """Return the first and the last of each row of neighbours."""
    found: list[tuple[int, int]] = []
    for number in of:
        if found and number == found[-1][1] + 1:
            found[-1] = found[-1][0], number
        else:
            found.append((number, number))
    return found
