"""Connects a socket of a pair to another one."""

import socket

one, other = socket.socketpair()
one.connect(targets["socket"])
print("THROUGH")
