"""Lets others connect to it."""

import socket

one, other = socket.socketpair()
one.bind("\0left-by-attack")
print("THROUGH")
