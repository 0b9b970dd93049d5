"""Opens a socket of the family AF_INET."""

import socket

socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
print("THROUGH")
