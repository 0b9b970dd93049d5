"""Free ports for a laptop stack of the tests' own."""

import socket

from local.ports import HOST, Ports, is_free


def free_ports() -> Ports:
    """Four in a row that nobody listens on."""
    while True:
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            base = probe.getsockname()[1]
        if base < 65_532 and all(is_free(port) for port in range(base, base + 4)):
            return Ports(base)
