"""Lambda's Runtime API, as far as a function needs it: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html

One server serves one process. `next` gives it an event. `response` and `error` take the result. `init/error` takes the reason why
it couldn't start. The server deliberately knows nothing about processes (built_function.py) or the tool contract.
"""

import json
import queue
import sys
import threading
import time
import uuid
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from local.web_pages import refusal_by_python

VERSION = "2018-06-01"


@dataclass(frozen=True)
class FunctionError:
    """An invocation's error, in the words that Lambda tells the caller."""

    type: str
    """The error's class as the language writes it: `MalformedEventError`, `my.tool.MalformedEventError`."""
    message: str
    trace: tuple[str, ...] = field(default=(), compare=False)
    """The stack trace, one line an entry, in the language's own words."""

    @property
    def name(self) -> str:
        """The class without its module. The state machine compares this name."""
        return self.type.replace("::", ".").rpartition(".")[2].rpartition("$")[2]


@dataclass(frozen=True)
class Outcome:
    """A response or an error that a process posted."""

    request_id: str | None
    """The id of the request. None for `init/error`."""
    body: bytes
    failed: bool

    def error(self) -> FunctionError:
        given = json.loads(self.body)
        # Python and Java say stackTrace, Node.js says trace.
        trace = given.get("stackTrace") or given.get("trace") or []
        return FunctionError(str(given["errorType"]), str(given["errorMessage"]), tuple(str(line).rstrip("\n") for line in trace))


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing about a process that ends while it waits for an event: every process here ends like that."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class RuntimeApi:
    """A server on a free port of 127.0.0.1. `outcomes` holds the results that the process posted, in order."""

    def __init__(self, seconds_for_an_invocation: float) -> None:
        self.outcomes: queue.Queue[Outcome] = queue.Queue()
        self.taken: set[str] = set()
        """The ids of the requests that the process has received."""
        self._events: queue.Queue[tuple[str, bytes] | None] = queue.Queue()
        self._seconds = seconds_for_an_invocation
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self.address = f"127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def send(self, event: Any) -> str:
        """Give the process an event when it next asks for one. Return the request's id."""
        request_id = str(uuid.uuid4())
        self._events.put((request_id, _written(event)))
        return request_id

    def close(self) -> None:
        self._events.put(None)
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def parse_request(self) -> bool:
                if not super().parse_request():
                    return False
                reason = refusal_by_python(self.path, self.headers)
                if reason:
                    self.send_error(403, reason)
                return reason is None

            def do_GET(self) -> None:
                if self.path != f"/{VERSION}/runtime/invocation/next":
                    self._answer(404, b"{}")
                    return
                # Lambda lets a process wait here until there is an event.
                event = api._events.get()
                if event is None:
                    self._answer(410, b"{}")
                    return
                request_id, body = event
                api.taken.add(request_id)
                deadline = round((time.time() + api._seconds) * 1000)
                self._answer(
                    200,
                    body,
                    {
                        "Lambda-Runtime-Aws-Request-Id": request_id,
                        "Lambda-Runtime-Deadline-Ms": str(deadline),
                        "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:us-east-1:000000000000:function:on-this-machine",
                        "Lambda-Runtime-Trace-Id": "Root=1-00000000-000000000000000000000000;Sampled=0",
                    },
                )

            def do_POST(self) -> None:
                body = self._body()
                parts = self.path.removeprefix(f"/{VERSION}/runtime/").split("/")
                match parts:
                    case ["invocation", request_id, "response" | "error" as what]:
                        api.outcomes.put(Outcome(request_id, body, what == "error"))
                    case ["init", "error"]:
                        api.outcomes.put(Outcome(None, body, True))
                    case _:
                        self._answer(404, b"{}")
                        return
                self._answer(202, b'{"status":"OK"}')

            def _body(self) -> bytes:
                if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
                    return self.rfile.read(int(self.headers.get("Content-Length", 0)))
                body = b""
                while size := int(self.rfile.readline().split(b";")[0], 16):
                    body += self.rfile.read(size)
                    self.rfile.readline()
                # After the last chunk come trailers, which say how a stream ended, and an empty line.
                while self.rfile.readline().strip():
                    pass
                return body

            def _answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        return Handler


def _written(event: Any) -> bytes:
    """Return an event as JSON. UTF-8 can't hold half of a surrogate pair, so an event with one is escaped, as it came."""
    try:
        return json.dumps(event, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(event).encode()
