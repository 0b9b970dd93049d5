"""The same by ioctl 0x8902 of a socket."""

import socket
import struct

one, other = socket.socketpair()
call(16, 29, one.fileno(), 0x8902, struct.pack("i", targets["victim"]))
print("THROUGH")
