"""Restricts this process to some files and folders by Landlock: https://docs.kernel.org/userspace-api/landlock.html

There is no package: those on PyPI know older versions of Landlock, and the child would import them at each call.
"""

import contextlib
import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
"""Numbers of system calls, the same on all architectures."""
ASK_FOR_VERSION, PATH_BENEATH = 1, 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, TRUNCATE, IOCTL_DEVICE = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 14, 1 << 15
MAKE_DEVICES = 1 << 6 | 1 << 11
RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
"""All rights over files that Landlock knows from a version on."""
OF_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEVICE
"""The rights that a rule for a file may name. The others are for folders."""
READ = READ_FILE | READ_DIR
TCP = 0b11
"""To bind and to connect a socket of TCP, from version 4 on."""
SCOPES = 0b11
"""Abstract sockets and signals stay within the process, from version 6 on."""
NEWEST = 6
"""The version that knows all that is asked for here."""


def restrict(own: Path, readable: Iterable[Path], devices: Iterable[Path]) -> int:
    """Allow this process its own folder, reading elsewhere, and some devices; nothing else. Return Landlock's version.

    The process needs to have given up new privileges. Raises OSError where the kernel has no Landlock, or refuses it.
    """
    libc = ctypes.CDLL(None, use_errno=True)

    def call(*arguments: int | bytes | None) -> int:
        result: int = libc.syscall(*(ctypes.c_long(each) if isinstance(each, int) else each for each in arguments))
        if result < 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        return result

    version = call(CREATE_RULESET, None, 0, ASK_FOR_VERSION)
    rights = RIGHTS[max(known for known in RIGHTS if known <= version)]
    asked = struct.pack("QQQ", rights, TCP, SCOPES)[: 8 if version < 4 else 16 if version < 6 else 24]
    ruleset = call(CREATE_RULESET, asked, len(asked), 0)

    def allow(path: Path, wanted: int) -> None:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        if not path.is_dir():
            wanted &= OF_A_FILE
        call(ADD_RULE, ruleset, PATH_BENEATH, struct.pack("=Qi", wanted & rights, place), 0)
        os.close(place)

    try:
        allow(own, rights & ~EXECUTE & ~MAKE_DEVICES)
        for paths, wanted in ((readable, READ), (devices, READ_FILE | WRITE_FILE)):
            for path in paths:
                with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                    allow(path, wanted)
        call(RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)
    return version
