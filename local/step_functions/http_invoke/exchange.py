"""Sends a request and reads the answer, within AWS's limits.

- 60 seconds for all of it, and 256 KiB for the body of the answer.
- No redirect is followed: its target is another endpoint, which the role's policy never saw.
- Step Functions calls from AWS's own network, which no address of a private network leads out of. So only public addresses are
  reached from the laptop, and a mock service of this machine. The address that was checked is the one that is connected to.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from local.step_functions.data import LIMIT_BYTES, from_json
from local.step_functions.http_invoke import errors
from local.step_functions.http_invoke.arguments import LOOPBACK
from local.step_functions.http_invoke.request import Request

MOST_SECONDS = 60
UNSUPPORTED = ("application/octet-stream", "image/", "video/", "audio/")


@dataclass(frozen=True)
class Answer:
    """An answer with a status of 200 to 299, as the state sees it."""

    status: int
    status_text: str
    headers: dict[str, list[str]]
    body: Any
    """JSON data if the answer says that it is JSON, else a text. None: there is no body."""

    @property
    def output(self) -> dict[str, Any]:
        result = {"StatusCode": self.status, "StatusText": self.status_text, "Headers": self.headers}
        return result if self.body is None else {**result, "ResponseBody": self.body}


def exchange(request: Request, most_seconds: float = MOST_SECONDS) -> Answer:
    """Return the answer to a request. Raise an HttpTaskError for any other status, a broken connection, or an answer too large."""
    url = urlsplit(request.url)
    host = url.hostname or ""
    port = url.port or (443 if url.scheme == "https" else 80)
    connection = _Connection(host, port, _address(host, port), most_seconds, secure=url.scheme == "https")
    watch = threading.Timer(most_seconds, connection.abort)
    watch.daemon = True
    watch.start()
    try:
        target = (url.path or "/") + (f"?{url.query}" if url.query else "")
        connection.putrequest(request.method, target, skip_accept_encoding=True)
        for name, value in request.headers:
            connection.putheader(name, value)
        if request.body is not None:
            connection.putheader("Content-Length", str(len(request.body)))
        connection.endheaders(request.body)
        answer = _read(connection.getresponse(), request.method)
        if connection.aborted:
            # The end that the timer made looks like the end of an answer.
            raise TimeoutError
        return answer
    except (OSError, http.client.HTTPException, ValueError) as error:
        if connection.aborted or isinstance(error, TimeoutError):
            raise errors.socket(f"{host} didn't answer within {most_seconds:g} seconds") from None
        # The error's own text may hold a header.
        raise errors.socket(f"The connection to {host}:{port} failed: {type(error).__name__}") from None
    finally:
        watch.cancel()
        connection.close()


class _Connection(http.client.HTTPConnection):
    """A connection to one address, which a timer can end at any moment."""

    def __init__(self, host: str, port: int, address: str, seconds: float, *, secure: bool) -> None:
        super().__init__(host, port, timeout=seconds)
        self.default_port = 443 if secure else 80
        self.aborted = False
        self._address, self._secure = address, secure
        self._socket: socket.socket | None = None

    def connect(self) -> None:
        self._socket = self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._secure:
            self._socket = self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def abort(self) -> None:
        self.aborted = True
        if self._socket:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


def _address(host: str, port: int) -> str:
    """Return an address of a host. Raise an HttpTaskError if any of its addresses is one that AWS would not reach."""
    try:
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        raise errors.socket(f"The host {host} can't be found") from None
    for address in found:
        parsed = ipaddress.ip_address(address.split("%")[0])
        inner = getattr(parsed, "ipv4_mapped", None) or parsed
        if not (inner.is_global and not inner.is_multicast) and not (host in LOOPBACK and inner.is_loopback):
            raise errors.socket(f"The host {host} has the address {address}, which isn't public")
    return found[0]


def _read(response: http.client.HTTPResponse, method: str) -> Answer:
    # A phrase by the code, and not by the server: so AWS does.
    phrase = http.client.responses.get(response.status, "") if response.status != 418 else ""
    if not 200 <= response.status <= 299:
        raise errors.HttpTaskError(f"States.Http.StatusCode.{response.status}", phrase)
    headers: dict[str, list[str]] = {}
    for name, value in response.getheaders():
        headers.setdefault(name, []).append(value)
    if method == "HEAD" or response.status == 204:
        return Answer(response.status, phrase, headers, None)
    kind = response.headers.get_content_type() if "content-type" in response.headers else ""
    if kind.startswith(UNSUPPORTED):
        raise errors.runtime(f"Unsupported response content-type '{kind}'")
    data = bytearray()
    while piece := response.read(min(65_536, LIMIT_BYTES + 1 - len(data))):
        data += piece
        if len(data) > LIMIT_BYTES:
            cause = "The HTTP response exceeds the maximum number of bytes service limit."
            raise errors.HttpTaskError("States.DataLimitExceeded", cause)
    if response.length:
        raise http.client.IncompleteRead(b"")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise errors.runtime("The HTTP response can't be read as a text") from None
    return Answer(response.status, phrase, headers, _body(kind, text) if text else None)


def _body(kind: str, text: str) -> Any:
    if kind == "application/json" or kind.endswith("+json"):
        try:
            return from_json(text)
        except (ValueError, RecursionError):
            return text
    return text
