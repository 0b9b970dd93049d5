"""Sends a message with a name by sendmsg."""

import socket

one, other = socket.socketpair()
one.sendmsg([b"from the code"], [], 0, targets["socket"])
print("THROUGH")
