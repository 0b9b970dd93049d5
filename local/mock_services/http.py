"""What the server and the mock services hand each other: a request that was read, and its answer."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


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


@dataclass(frozen=True)
class Response:
    """A status, a body (a str as it is, anything else as JSON) and more headers, if any."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> bytes:
        """The body as it is sent. Half of a surrogate pair, which a request may have brought, is a question mark."""
        text = self.body if isinstance(self.body, str) else json.dumps(self.body, ensure_ascii=False, allow_nan=False)
        return text.encode("utf-8", "replace")


Answer = Callable[[Request], Response]
