"""The HTTP server: /<host>/<path> is answered by the mock service for that host, as the host would answer <path>.

It keeps nothing between requests and listens on 127.0.0.1 only. What it logs has no query: keys stand there.
"""

import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from local.mock_services.hosts import hosts
from local.mock_services.http import Answer, Request, Response

HEALTH = "/healthz"
MARK = "x-mock-service"
"""The header of every answer, so that nobody takes it for the real service's."""
MOST_BYTES = 10 * 1024 * 1024


class MockServer(ThreadingHTTPServer):
    """Serves every mock service on one port. Port 0 takes a free one; `url` says which. `log` gets a line for each request."""

    daemon_threads = True
    # Tools ask for many things at once.
    request_queue_size = 64

    def __init__(self, port: int, answers: Mapping[str, Answer] | None = None, log: Callable[[str], None] = lambda _: None) -> None:
        self.answers = hosts() if answers is None else answers
        self.log = log
        super().__init__(("127.0.0.1", port), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def serving(
    answers: Mapping[str, Answer] | None = None, port: int = 0, log: Callable[[str], None] = lambda _: None
) -> Iterator[MockServer]:
    """A server in a thread of this process, as long as the block lasts."""
    server = MockServer(port, answers, log)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Handler(BaseHTTPRequestHandler):
    server: MockServer
    protocol_version = "HTTP/1.1"
    # Headers and body leave in one write: two would wait for each other's acknowledgement, 40 ms a request.
    wbufsize = -1
    disable_nagle_algorithm = True

    def _serve(self) -> None:
        url = urlsplit(self.path)
        if url.path == HEALTH:
            self._send("", url.path, Response(200, {"status": "ok"}))
            return
        host, _, path = url.path.removeprefix("/").partition("/")
        path = f"/{path}"
        length = self.headers.get("content-length") or "0"
        if "transfer-encoding" in self.headers or not length.isdecimal() or int(length) > MOST_BYTES:
            self.close_connection = True
            words = f"a body needs a content-length of at most {MOST_BYTES} bytes"
            self._send(host, path, Response(411, {"error": f"mock service: {words}"}))
            return
        body = self.rfile.read(int(length))
        if host not in self.server.answers:
            there = ", ".join(f"/{each}/" for each in self.server.answers)
            words = f"no mock service for the host {host!r} of {url.path}: there are {HEALTH}, {there}"
            self._send(host, path, Response(404, {"error": words}))
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, path, parse_qs(url.query, keep_blank_values=True), headers, body)
        try:
            response = self.server.answers[host](request)
        except Exception as error:
            # A defect of ours, which must not look like an answer of the service.
            self.server.log(traceback.format_exc())
            response = Response(500, {"error": f"the mock service for {host} failed: {type(error).__name__}"})
        self._send(host, path, response)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _serve

    def _send(self, host: str, path: str, response: Response) -> None:
        data = response.data
        mark = {"content-type": "application/json; charset=UTF-8", MARK: host or "mock-services"}
        self.send_response(response.status)
        for name, value in {**mark, **response.headers, "content-length": str(len(data))}.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("connection", "close")
        self.end_headers()
        self.wfile.write(data)
        self.server.log(" ".join(filter(None, (self.command, host, path, str(response.status)))))

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: what the class would log has the query in it."""
