"""A service that fails now and then: a proxy on 127.0.0.1 that answers some requests itself, as a service in trouble does."""

import http.client
import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

Fault = Callable[[BaseHTTPRequestHandler], bool]
"""Gets a request that was read. Returns whether the request still goes on to the service."""


def _answers(status: int, code: str) -> Fault:
    def answer(request: BaseHTTPRequestHandler) -> bool:
        if "X-Amz-Target" in request.headers:
            kind, body = "application/x-amz-json-1.1", json.dumps({"__type": code, "message": "in trouble"})
        elif "aws4_request" in request.headers.get("Authorization", ""):
            kind, body = "application/xml", f"<Error><Code>{code}</Code><Message>in trouble</Message></Error>"
        else:
            kind, body = "application/json", json.dumps({"type": "error", "error": {"type": code, "message": "in trouble"}})
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body.encode())
        return False

    return answer


def broken(request: BaseHTTPRequestHandler) -> bool:
    """Close the connection without an answer."""
    request.close_connection = True
    return False


def cut(request: BaseHTTPRequestHandler) -> bool:
    """Break off in the middle of an answer."""
    request.send_response(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(b"[")
    request.close_connection = True
    return False


def slow(seconds: float) -> Fault:
    def wait(_: BaseHTTPRequestHandler) -> bool:
        time.sleep(seconds)
        return True

    return wait


busy = _answers(503, "SlowDown")
throttled = _answers(400, "ThrottlingException")
rate_limited = _answers(429, "rate_limit_error")


class Faults:
    """What happens to the requests, and what has happened."""

    def __init__(self, upstream: str) -> None:
        self.upstream = urlsplit(upstream)
        self.url = ""
        self.forwarded = self.failed = 0
        self._next: Iterator[Fault | None] = iter(())
        self._lock = threading.Lock()

    def fail(self, *faults: Fault) -> None:
        """Let the next requests meet these faults, one after the other. The requests after them are served."""
        self._next, self.forwarded, self.failed = iter(faults), 0, 0

    def fail_one_in(self, number: int, *faults: Fault, seed: int = 1) -> None:
        """Let the first request, and then one in `number` at random, meet one of the faults."""
        chance = random.Random(seed)

        def fate() -> Iterator[Fault | None]:
            yield chance.choice(faults)
            while True:
                yield chance.choice(faults) if chance.randrange(number) == 0 else None

        self._next, self.forwarded, self.failed = fate(), 0, 0

    def next_fault(self) -> Fault | None:
        with self._lock:
            fault = next(self._next, None)
            if fault is None:
                self.forwarded += 1
            else:
                self.failed += 1
            return fault

    @contextmanager
    def serving(self) -> Iterator["Faults"]:
        server = _Server(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{server.server_port}{self.upstream.path}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        faults = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                body = self._body()
                fault = faults.next_fault()
                if fault is None or fault(self):
                    self._forward(body)

            do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = handle_any

            def _body(self) -> bytes:
                if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
                    return self.rfile.read(int(self.headers.get("Content-Length", 0)))
                body = b""
                while size := int(self.rfile.readline().split(b";")[0], 16):
                    body += self.rfile.read(size)
                    self.rfile.readline()
                while self.rfile.readline().strip():
                    pass
                return body

            def _forward(self, body: bytes) -> None:
                connection = http.client.HTTPConnection(faults.upstream.hostname or "", faults.upstream.port, timeout=60)
                hop = ("transfer-encoding", "connection", "content-length", "expect")
                headers = {name: value for name, value in self.headers.items() if name.lower() not in hop}
                connection.request(self.command, self.path, body, headers | {"Content-Length": str(len(body))})
                answer = connection.getresponse()
                content = answer.read()
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in (*hop, "date", "server"):
                        self.send_header(name, value)
                size = answer.getheader("Content-Length") if self.command == "HEAD" else str(len(content))
                self.send_header("Content-Length", size or "0")
                self.end_headers()
                self.wfile.write(content)
                connection.close()

            def log_message(self, *_: Any) -> None:
                pass

        return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a client that goes away is what some tests are about."""
