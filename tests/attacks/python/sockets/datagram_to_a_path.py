"""Sends a datagram from a pair of sockets to a socket with a path."""

import socket

one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
one.sendto(b"from the code", targets["socket"])
print("THROUGH")
