"""An HTTP server for this machine alone. Step Functions, the scripted model and the mock services are such servers.

It listens on 127.0.0.1 and answers /healthz. It refuses web pages, and a body whose length is unknown or too great. The log omits
queries, because they hold keys.
"""

import argparse
import http
import json
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from local.web_pages import refusal_by_python

HEALTH = "/healthz"
MOST_BYTES = 10 * 1024 * 1024

Log = Callable[[str], None]


@dataclass(frozen=True)
class Received:
    """A request as it was received."""

    method: str
    target: str
    """Path and query as they were sent, still percent-encoded."""
    headers: dict[str, str]
    """By name in lower case."""
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> str:
        return urlsplit(self.target).query


@dataclass(frozen=True)
class Response:
    """A status, a body and further headers. A body that is a str is sent as it is, any other as JSON."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0
    """The seconds between the headers and the body."""

    @property
    def data(self) -> bytes:
        """The body as bytes. Half of a surrogate pair, which a request may hold, becomes a question mark."""
        text = self.body if isinstance(self.body, str) else json.dumps(self.body, ensure_ascii=False, allow_nan=False)
        return text.encode("utf-8", "replace")


class LoopbackServer(ThreadingHTTPServer):
    """Answers each request with `answer`. Port 0 takes a free port, which `url` names. `log` gets a line for each request."""

    NAME: ClassVar[str]
    """The server's name in messages."""
    HEADERS: ClassVar[dict[str, str]] = {"content-type": "application/json"}
    """The headers of every response that doesn't set them itself."""

    daemon_threads = True
    # The backlog of connections: an agent's tools make many requests at once, and many runs may start at once.
    request_queue_size = 128

    def __init__(self, port: int = 0, log: Log = lambda _: None) -> None:
        self.log = log
        super().__init__(("127.0.0.1", port), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def answer(self, request: Received) -> Response:
        """Return the answer to any request but GET /healthz."""
        raise NotImplementedError

    def finish(self, response: Response) -> Response:
        """Return the response as it is sent. Every response passes here, also one to a request that can't be read."""
        return response

    @contextmanager
    def serving(self) -> Iterator[Self]:
        """Serve in a thread of this process, as long as the block lasts."""
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield self
        finally:
            self.shutdown()
            self.server_close()
            thread.join()


class Handler(BaseHTTPRequestHandler):
    """One connection of a client."""

    server: LoopbackServer
    protocol_version = "HTTP/1.1"
    # Headers and body leave in one write. Two writes would wait for each other's acknowledgement, 40 ms a request.
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        self._send(self._answer())

    do_GET = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_POST

    def _answer(self) -> Response:
        lengths = self.headers.get_all("content-length", ["0"])
        length = lengths[0]
        if "transfer-encoding" in self.headers or len(lengths) > 1 or not length.isdecimal() or int(length) > MOST_BYTES:
            self.close_connection = True
            return Response(411, {"error": f"a body needs a content-length of at most {MOST_BYTES} bytes"})
        headers = {name.lower(): value for name, value in self.headers.items()}
        if reason := refusal_by_python(self.path, self.headers):
            self.close_connection = True
            return Response(403, {"error": reason})
        request = Received(self.command, self.path, headers, self.rfile.read(int(length)))
        if request.path == HEALTH:
            return Response(200, {"status": "ok"})
        try:
            return self.server.answer(request)
        except Exception as error:
            # A defect of this project must not look like an answer of the service.
            self.server.log(traceback.format_exc())
            return Response(500, {"error": f"{self.server.NAME} failed at {request.path}: {type(error).__name__}"})

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse a request that the inherited class can't read, in the shape of the other errors."""
        self.close_connection = True
        self._send(Response(int(code), {"error": message or http.HTTPStatus(code).phrase}))

    def _send(self, response: Response) -> None:
        response = self.server.finish(response)
        data = b"" if self.command == "HEAD" else response.data
        self.send_response(response.status)
        for name, value in {**self.server.HEADERS, **response.headers, "content-length": str(len(data))}.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("connection", "close")
        self.end_headers()
        if response.pause:
            self.wfile.flush()
            time.sleep(response.pause)
        self.wfile.write(data)
        # A request that can't be read has neither method nor path.
        self.server.log(f"{self.command} {urlsplit(getattr(self, 'path', '')).path} {response.status}")

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing here: the inherited method would log the query."""


def run(kind: type[LoopbackServer], module: str, port: int) -> None:
    """Run a server as the command `python -m <module> --port <port>`."""
    name = kind.NAME
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=f"Serve the {name}.")
    parser.add_argument("--port", type=int, default=port, help=f"on 127.0.0.1; 0 takes a free one (default: {port})")
    port = parser.parse_args().port
    try:
        server = kind(port, lambda line: print(line, flush=True))
    except OSError as error:
        sys.exit(f"The {name} can't listen on 127.0.0.1:{port}: {error.strerror}. Choose another port with --port.")
    serve(server)


def serve(server: LoopbackServer) -> None:
    """Print the server's URL, and serve until the process is interrupted or terminated."""
    # shutdown() waits for serve_forever(), which runs in this very thread. So another thread calls it.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    print(f"{server.NAME} on {server.url}", flush=True)
    server.serve_forever()
    server.server_close()
