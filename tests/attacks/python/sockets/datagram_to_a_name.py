"""Sends a datagram from a pair of sockets to an abstract name."""

import socket

one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
one.sendto(b"from the code", "\0" + targets["abstract"])
print("THROUGH")
