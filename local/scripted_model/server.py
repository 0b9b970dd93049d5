"""The HTTP server: finds the dialect by the first part of the path, lets it check the request, and asks `respond` for the answer.

It keeps nothing between requests and listens on 127.0.0.1 only.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from local.scripted_model.dialects import DIALECTS, PAGES, Dialect
from local.scripted_model.request import Issued, Post, RejectedError, Request

HEALTH = "/healthz"


@dataclass(frozen=True)
class Response:
    """What goes back to the client: a status, a body (a str as it is, anything else as JSON) and more headers, if any."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)


Respond = Callable[[Dialect, Request], Response]


class ModelServer(ThreadingHTTPServer):
    """Serves every dialect on one port. Port 0 takes a free one; `url` says which. `log` gets a line for each request."""

    daemon_threads = True

    def __init__(self, port: int, respond: Respond, log: Callable[[str], None] = lambda _: None) -> None:
        self.respond = respond
        self.log = log
        super().__init__(("127.0.0.1", port), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def serving(respond: Respond, port: int = 0) -> Iterator[ModelServer]:
    """A server in a thread of this process, as long as the block lasts."""
    server = ModelServer(port, respond)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Handler(BaseHTTPRequestHandler):
    server: ModelServer
    protocol_version = "HTTP/1.1"
    # Headers and body leave in one write: two would wait for each other's acknowledgement, 40 ms a request.
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        if self.path == HEALTH:
            self._send(Response(200, {"status": "ok"}))
        elif self.path in PAGES:
            self._send(Response(200, PAGES[self.path]))
        else:
            there = ", ".join([f"/{name}{dialect.PATH.pattern}" for name, dialect in DIALECTS.items()] + list(PAGES))
            self._send(Response(404, {"error": f"nothing at {self.path}: there are {HEALTH}, {there}"}))

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers.get("content-length") or 0))
        url = urlsplit(self.path)
        _, provider, path = f"{url.path}//".split("/", 2)
        dialect = DIALECTS.get(provider)
        found = dialect and dialect.PATH.fullmatch("/" + path.removesuffix("//"))
        if not found:
            self.do_GET()
            return
        groups = {name: unquote(text) for name, text in found.groupdict().items() if text is not None}
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            body = _parsed(data, headers.get("content-type", ""))
            request = dialect.read(Post(self.path, groups, dict(parse_qsl(url.query)), headers, body, data))
        except RejectedError as rejected:
            self._send(Response(rejected.status, dialect.error(rejected), rejected.headers))
            return
        self._send(Response(200, request.body) if isinstance(request, Issued) else self.server.respond(dialect, request))

    def _send(self, response: Response) -> None:
        text = response.body if isinstance(response.body, str) else json.dumps(response.body, ensure_ascii=False)
        data = text.encode()
        self.send_response(response.status)
        for name, value in {"content-type": "application/json", **response.headers, "content-length": str(len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Without the client's address, which is always this machine's."""
        self.server.log(format % args)


def _parsed(data: bytes, content_type: str) -> Any:
    # Some clients say that of everything they post.
    form = content_type.startswith("application/x-www-form-urlencoded") and dict(parse_qsl(data.decode("utf-8", "replace")))
    if form:
        return form
    try:
        return json.loads(data)
    except ValueError as error:
        raise RejectedError("The request body is not valid JSON") from error
