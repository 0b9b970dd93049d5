"""A provider that checks each request as strictly as the real one, and then replies what a test has told it to."""

from collections.abc import Callable
from typing import Any

from local.loopback_server import Response
from local.scripted_model.dialect import Dialect
from local.scripted_model.request import Request

Reply = Response | Callable[[Request], Response]


class Provider:
    """`replies` are used up in order; `requests` keeps what came in and was accepted."""

    def __init__(self, wire: Any, client: str = "litellm") -> None:
        self.wire = wire
        self.client = client
        """What the caller asks it with."""
        self.name = wire.__name__.rpartition(".")[2]
        self.url = ""
        """Of the server that asks `respond`, once it is there."""
        self.replies: list[Reply] = []
        self.requests: list[Request] = []

    def target(self, **more: Any) -> dict[str, Any]:
        """This provider as an entry of LLM_CONFIG's targets."""
        return {"model": self.wire.MODEL, "client": self.client, "api_base": self.url + self.wire.API, "params": {}, **more}

    def will(self, *replies: Reply) -> "Provider":
        self.replies += replies
        return self

    def other_model(self, name: str) -> str:
        """Another model of this provider, which nobody knows."""
        return f"{self.name}/{getattr(self.wire, 'OTHERS', '')}{name}"

    def secret(self, key: str) -> str:
        """What is kept as the secret, so that the provider knows who asks by this name."""
        return self.wire.secret(self.url, key) if hasattr(self.wire, "secret") else key

    @property
    def marks_failures(self) -> bool:
        """A failed tool is marked as one, and needs no words for it."""
        return self.client in getattr(self.wire, "MARKS_FAILURES", ())

    @property
    def sent(self) -> dict[str, Any]:
        """The body of the last request."""
        return self.requests[-1].body

    def respond(self, dialect: Dialect, request: Request) -> Response:
        self.requests.append(request)
        reply = self.replies.pop(0)
        return reply(request) if callable(reply) else reply
