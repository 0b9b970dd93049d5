"""Sends from a pair of streams to a name."""

import socket

one, other = socket.socketpair()
one.sendto(b"from the code", targets["socket"])
print("THROUGH")
