"""The HTTP server. It finds the dialect by the first part of the path, lets it check the request, and asks `respond` for the
answer.

A provider's API is below the provider's name: Anthropic's /v1/messages is /anthropic/v1/messages here. The server keeps nothing
between requests.
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

from local.loopback_server import HEALTH, Log, LoopbackServer, Received, Response
from local.scripted_model.answers import respond
from local.scripted_model.dialect import DIALECTS, Dialect
from local.scripted_model.request import Post, RejectedError, Request

Respond = Callable[[Dialect, Request], Response]


class ModelServer(LoopbackServer):
    """Serves dialects by provider on one port. `pages`, by path, are further pages of a provider."""

    NAME = "scripted model"

    def __init__(
        self,
        port: int = 0,
        log: Log = lambda _: None,
        respond: Respond = respond,
        dialects: Mapping[str, Dialect] = DIALECTS,
        pages: Mapping[str, Any] = {},
    ) -> None:
        self.respond, self.dialects, self.pages = respond, dialects, pages
        super().__init__(port, log)

    def answer(self, request: Received) -> Response:
        _, provider, path = f"{request.path}//".split("/", 2)
        dialect = self.dialects.get(provider) if request.method == "POST" else None
        found = dialect.PATH.fullmatch("/" + path.removesuffix("//")) if dialect else None
        if dialect is None or found is None:
            return self._page(request.path)
        groups = {name: unquote(text) for name, text in found.groupdict().items() if text is not None}
        try:
            read = dialect.read(Post(request.target, groups, dict(parse_qsl(request.query)), request.headers, request.body))
        except RejectedError as rejected:
            return Response(rejected.status, dialect.error(rejected), rejected.headers)
        return read if isinstance(read, Response) else self.respond(dialect, read)

    def _page(self, path: str) -> Response:
        if path in self.pages:
            return Response(200, self.pages[path])
        there = ", ".join([f"/{name}{dialect.PATH.pattern}" for name, dialect in self.dialects.items()] + list(self.pages))
        return Response(404, {"error": f"nothing at {path}: there are {HEALTH}, {there}"})
