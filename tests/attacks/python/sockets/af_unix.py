"""Opens a socket of the family AF_UNIX."""

import socket

socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
print("THROUGH")
