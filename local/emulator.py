"""Run MiniStack, and make it accept HTTP on this machine where a policy demands TLS.

The data bucket's policy refuses plain HTTP, and MiniStack enforces that. Traffic on the loopback interface never leaves the
machine. TLS would need a certificate that every client, function and tool trusts. So every request counts as one over TLS.
"""

from ministack import app

pin_request_origin = app.pin_request_origin
app.pin_request_origin = lambda source_ip, secure_transport: pin_request_origin(source_ip, True)

if __name__ == "__main__":
    app.main()
