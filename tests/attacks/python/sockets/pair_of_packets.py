"""Makes a pair of the kind SEQPACKET."""

import socket

socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
print("THROUGH")
