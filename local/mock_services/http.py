"""What the server and the mock services hand each other: a request that was read, and its answer."""

from collections.abc import Callable
from dataclasses import dataclass, field

from local.loopback_server import Response

__all__ = ["Answer", "Request", "Response"]


@dataclass(frozen=True)
class Request:
    """A request to the host that is stood in for."""

    method: str
    path: str
    """From the host on and as it was sent, percent-encoding and all: /v1/places/abc"""
    query: dict[str, list[str]] = field(default_factory=dict)
    """Decoded. A name that was sent twice has two values, and one without a value has an empty one."""
    headers: dict[str, str] = field(default_factory=dict)
    """By name in lower case."""
    body: bytes = b""


Answer = Callable[[Request], Response]
