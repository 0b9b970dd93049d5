"""Makes the buffers of sockets bigger."""

import socket

one, other = socket.socketpair()
one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 24)
print("THROUGH")
