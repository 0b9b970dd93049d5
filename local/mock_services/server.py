"""The HTTP server. The mock service of <host> answers /<host>/<path> as the host would answer <path>.

Every answer has a header that says so, and every error says it in its words too.
"""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qs

from local.loopback_server import HEALTH, Log, LoopbackServer, Received, Response
from local.mock_services.hosts import hosts
from local.mock_services.http import Answer, Request
from local.mock_services.mark import marked

MARK = "x-mock-service"
"""The header of every answer, so that nobody takes it for the real service's."""


class MockServer(LoopbackServer):
    """Serves every mock service on one port. `answers`, by host, replaces them all."""

    NAME = "mock services"
    HEADERS = {"content-type": "application/json; charset=UTF-8", MARK: "mock-services"}  # noqa: RUF012

    def __init__(self, port: int = 0, log: Log = lambda _: None, answers: Mapping[str, Answer] | None = None) -> None:
        self.answers = hosts() if answers is None else answers
        super().__init__(port, log)

    def answer(self, request: Received) -> Response:
        host, _, path = request.path.removeprefix("/").partition("/")
        if host not in self.answers:
            there = ", ".join(f"/{each}/" for each in self.answers)
            words = f"no mock service for the host {host!r} of {request.path}: there are {HEALTH}, {there}"
            return Response(404, {"error": words})
        query = parse_qs(request.query, keep_blank_values=True)
        response = self.answers[host](Request(request.method, f"/{path}", query, request.headers, request.body))
        return replace(response, headers={MARK: host, **response.headers})

    def finish(self, response: Response) -> Response:
        return marked(response)
