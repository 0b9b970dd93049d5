"""Free ports for a laptop stack of the tests' own."""

import socket

from local.ports import HIGHEST_BASE, HOST, HOW_MANY, Ports, is_free


def free_ports() -> Ports:
    """Four in a row that nobody listens on."""
    while True:
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            base = probe.getsockname()[1]
        if base <= HIGHEST_BASE and all(is_free(port) for port in range(base, base + HOW_MANY)):
            return Ports(base)
