"""The types between the server and the mock services: a request and its answer."""

from collections.abc import Callable
from dataclasses import dataclass, field

from local.loopback_server import Response

__all__ = ["Answer", "Request", "Response"]


@dataclass(frozen=True)
class Request:
    """A request to the host of an outside service."""

    method: str
    path: str
    """The path after the host, still percent-encoded, like /v1/places/abc."""
    query: dict[str, list[str]] = field(default_factory=dict)
    """The decoded parameters. A name that was sent twice has two values. One without a value has an empty value."""
    headers: dict[str, str] = field(default_factory=dict)
    """By name in lower case."""
    body: bytes = b""


Answer = Callable[[Request], Response]
