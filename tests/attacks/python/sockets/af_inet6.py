"""Opens a socket of the family AF_INET6."""

import socket

socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
print("THROUGH")
