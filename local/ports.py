"""The ports of the laptop stack, and the process that listens on one."""

import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from local.errors import PortBaseError

HOST = "127.0.0.1"
VARIABLE = "LOCAL_PORT_BASE"
DEFAULT_BASE = 4566
HOW_MANY = 4
HIGHEST_BASE = 65_536 - HOW_MANY


@dataclass(frozen=True)
class Ports:
    """Four ports in a row on 127.0.0.1. The fourth is taken only if a mock service is needed."""

    base: int = DEFAULT_BASE

    @property
    def ministack(self) -> int:
        return self.base

    @property
    def step_functions(self) -> int:
        return self.base + 1

    @property
    def model(self) -> int:
        return self.base + 2

    @property
    def mock_services(self) -> int:
        return self.base + 3


USUAL = Ports()
"""The ports of a stack for which nobody chose others."""


def ports_of(environment: Mapping[str, str]) -> Ports:
    """Return the ports that LOCAL_PORT_BASE names. Raises PortBaseError."""
    given = environment.get(VARIABLE, "") or str(DEFAULT_BASE)
    if not given.isdecimal() or not 1024 <= int(given) <= HIGHEST_BASE:
        raise PortBaseError(
            f"{VARIABLE} is {given!r}: allowed are 1024 to {HIGHEST_BASE}. The stack takes that port and the next three."
        )
    return Ports(int(given))


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        # Servers set this option too: with it a port whose last connections are still closing is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def owner_of(port: int) -> str:
    """Describe the process that listens on a port, for a message. It is unknown on systems other than Linux, or if it is another
    user's.
    """
    sockets = {line[9] for line in _tcp_table() if line[3] == "0A" and int(line[1].rsplit(":", 1)[1], 16) == port}
    for process in Path("/proc").glob("[0-9]*"):
        if sockets & _sockets_of(process):
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            return f"process {process.name} ({' '.join(command.split())[:120]})"
    return "a process that this user can't look into"


def _sockets_of(process: Path) -> set[str]:
    """Return the inodes of a process's open sockets. Those that close meanwhile and those of other users are left out."""
    found = set()
    with suppress(OSError):
        for file in (process / "fd").iterdir():
            with suppress(OSError):
                if (link := os.readlink(file)).startswith("socket:["):
                    found.add(link.removeprefix("socket:[").removesuffix("]"))
    return found


def _tcp_table() -> list[list[str]]:
    """Return the rows of the kernel's list. [1] is the local address in hex, [3] the state (0A listens), [9] the socket's inode."""
    rows: list[list[str]] = []
    for file in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            rows += [line.split() for line in Path(file).read_text().splitlines()[1:]]
        except OSError:
            continue
    return rows
