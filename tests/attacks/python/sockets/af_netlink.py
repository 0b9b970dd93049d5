"""Opens a socket of the family AF_NETLINK."""

import socket

socket.socket(socket.AF_NETLINK, socket.SOCK_DGRAM)
print("THROUGH")
