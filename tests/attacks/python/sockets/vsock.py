"""Opens a socket to the host of a virtual machine."""

import socket

socket.socket(40, socket.SOCK_STREAM)
print("THROUGH")
