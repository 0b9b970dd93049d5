"""Moves files by presigned URLs of S3: in before the code runs, and out when it is dead.

The sandbox's network has no name server, so the caller tells the addresses of S3's hosts.
"""

import io
import socket
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

SECONDS = 20
"""The most that S3 may be silent."""
PAUSES = (0.2, 0.8, 2.4)
"""Seconds before another try, where S3 was busy or couldn't be reached."""
AT_ONCE = 4

Addresses = Mapping[str, Sequence[str]]
"""The IP addresses of each host. A host that isn't named is looked up."""


class TransferError(RuntimeError):
    """A file couldn't be moved. The message has no URL: whoever knows it can read the file."""


class Download(io.RawIOBase):
    """A file that is read as it arrives. It ends with an error if it isn't as long as it should be."""

    def __init__(self, connection: HTTPConnection, response: HTTPResponse, size: int):
        super().__init__()
        self._connection, self._response, self._left = connection, response, size

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            part = self._response.read(min(size, self._left + 1) if size >= 0 else self._left + 1)
        except (HTTPException, OSError) as broken:
            raise TransferError(f"a file broke off with {self._left} bytes to come: {type(broken).__name__}") from None
        self._left -= len(part)
        if self._left < 0 or (not part and self._left > 0):
            raise TransferError("a file has another length than the tool's function has seen")
        return part

    def close(self) -> None:
        self._connection.close()
        super().close()


def opened(url: str, size: int, addresses: Addresses) -> Any:
    """Open a file. It has to have that number of bytes. Raises TransferError."""
    return Download(*_answered("GET", url, None, addresses), size)


def send(files: Sequence[tuple[str, bytes]], addresses: Addresses) -> None:
    """Send each content to its URL. Raises TransferError if one of them can't be sent."""

    def put(file: tuple[str, bytes]) -> None:
        connection, _ = _answered("PUT", *file, addresses)
        connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(put, files))


def _answered(method: str, url: str, data: bytes | None, addresses: Addresses) -> tuple[HTTPConnection, HTTPResponse]:
    parts = urlsplit(url)
    kinds = {"http": HTTPConnection, "https": HTTPSConnection}
    if parts.scheme not in kinds or not parts.hostname:
        raise TransferError("a link is no URL of HTTP")
    at = list(addresses.get(parts.hostname) or [parts.hostname])
    for number, pause in enumerate((*PAUSES, None)):
        connection = kinds[parts.scheme](parts.hostname, parts.port, timeout=SECONDS)
        _connect_to(connection, at[number % len(at)])
        try:
            connection.request(method, f"{parts.path}?{parts.query}", data, {"Connection": "close"})
            response = connection.getresponse()
            if response.status in (200, 206):
                return connection, response
            why, again = f"S3 answered {response.status}", response.status >= 500 or response.status == 429
        except (OSError, HTTPException) as broken:
            why, again = f"S3 can't be reached: {type(broken).__name__}", True
        connection.close()
        if pause is None or not again:
            break
        time.sleep(pause)
    raise TransferError(f"a file can't be {'read' if data is None else 'sent'}: {why}")


def _connect_to(connection: Any, address: str) -> None:
    """Let a connection go to an address. Its certificate still has to be that of the host."""
    connection._create_connection = lambda place, *rest, **named: socket.create_connection((address, place[1]), *rest, **named)
