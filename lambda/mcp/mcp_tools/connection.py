"""One session with an MCP server, within limits of time and bytes. Every fault of the server is a `ServerError`, in words."""

import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from mcp_tools.sdk import ClientSession, MCPError, ValidationError, anyio, httpx2, mcp_types, streamable_http_client

MOST_BYTES = 4 * 1024 * 1024
"""The most bytes of a server's answers that one session reads, all of them together."""
SECONDS_TO_CONNECT = 5.0
SECONDS_TO_END = 2.0
"""The time in which the session is ended after the answer is there."""
MOST_SHOWN = 500
"""The most characters of a server's own error that are passed on."""

# They would log what the server answers, and the headers that can't be sent.
for _name in ("mcp", "client", "httpx2", "httpcore2"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)

T = TypeVar("T")


class ServerError(Exception):
    """The MCP server can't be asked, or doesn't answer as MCP has it. The message is a sentence for the model or a person."""


@dataclass(frozen=True)
class Server:
    """An MCP server and what it is asked with."""

    url: str
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    """The headers of each request. They may hold a secret."""
    secret: str = field(default="", repr=False)
    """The secret in the headers. It is replaced wherever the server repeats it."""

    def refuse_url(self) -> None:
        """Raise ServerError for a URL that would carry the input through the network as plain text."""
        url = httpx2.URL(self.url)
        if url.scheme == "https" and url.host:
            return
        if url.scheme == "http" and url.host in ("127.0.0.1", "localhost", "::1"):
            return
        raise ServerError(f"The URL {self.url!r} can't be used: allowed is https, and http to this machine.")

    def without_secret(self, text: str) -> str:
        return text.replace(self.secret, "[secret]") if self.secret else text


def ask(server: Server, seconds: float, talk: Callable[[ClientSession], Awaitable[T]]) -> T:
    """Open a session, await `talk` with it, and return its result. Raises ServerError, within `seconds`."""
    answers: list[T] = []
    budget = _Budget()
    try:
        server.refuse_url()
        timed_out = anyio.run(_ask, server, seconds, talk, budget, answers)
    except Exception as wrong:
        # The answer is whole. Only the end of the session failed.
        if answers:
            return answers[0]
        raise ServerError(server.without_secret(_in_words(wrong, budget))) from None
    if not answers:
        after = f"in {seconds:.0f} s" if timed_out else "before it closed the session"
        raise ServerError(f"The MCP server didn't answer {after}. Try again later.")
    return answers[0]


async def _ask(
    server: Server, seconds: float, talk: Callable[[ClientSession], Awaitable[T]], budget: "_Budget", answers: list[T]
) -> bool:
    with anyio.CancelScope(deadline=anyio.current_time() + seconds) as scope:
        timeout = httpx2.Timeout(seconds, connect=min(SECONDS_TO_CONNECT, seconds))
        # Without `accept-encoding`, because 5 kB of gzip may be 5 MB of text.
        headers = {**server.headers, "accept-encoding": "identity"}
        transport = _Bounded(server.url, budget)
        async with (
            httpx2.AsyncClient(headers=headers, timeout=timeout, transport=transport, trust_env=False) as client,
            streamable_http_client(server.url, http_client=client, max_sse_event_size=MOST_BYTES) as (read, write),
            ClientSession(read, write, client_info=_CLIENT) as session,
        ):
            await _negotiate(session)
            answers.append(await talk(session))
            scope.deadline = min(scope.deadline, anyio.current_time() + SECONDS_TO_END)
    return bool(scope.cancelled_caught)


_CLIENT = mcp_types.Implementation(name="step-functions-agents", version="1")


async def _negotiate(session: ClientSession) -> None:
    """Agree on a version of the protocol. A server from before 2026-07-28 doesn't know `server/discover`."""
    try:
        await session.discover()
    except (MCPError, ValidationError, RuntimeError):
        await session.initialize()


class _Budget:
    """Counts the bytes that a server has sent."""

    def __init__(self) -> None:
        self._left = MOST_BYTES
        self.refusal = ""
        """The sentence for the request or the answer that was refused. The SDK passes on its own words alone."""
        self.status = ""
        """The sentence for the status of the last answer, if it was an error or a redirect."""
        self.code = 0
        """The status of the last answer."""

    def refuse(self, sentence: str) -> httpx2.TransportError:
        self.refusal = self.refusal or sentence
        return httpx2.TransportError(sentence)

    def take(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise self.refuse(f"The MCP server's answer is bigger than {MOST_BYTES // 1024**2} MiB. Ask for less.")


class _Bounded(httpx2.AsyncBaseTransport):
    """Sends requests to one origin, and stops reading where the budget ends."""

    def __init__(self, url: str, budget: _Budget):
        self._origin, self._budget = _origin(httpx2.URL(url)), budget
        self._inner = httpx2.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        if _origin(request.url) != self._origin:
            raise self._budget.refuse("The MCP server sends its client to another address. The request wasn't sent there.")
        response = await self._inner.handle_async_request(request)
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            await response.aclose()
            raise self._budget.refuse("The MCP server compresses its answer, which wasn't asked for.")
        if request.method == "POST":
            self._budget.status, self._budget.code = _status_in_words(response), response.status_code
        return httpx2.Response(
            response.status_code,
            headers=response.headers,
            stream=_Counted(response, self._budget),
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        await self._inner.aclose()


class _Counted(httpx2.AsyncByteStream):
    def __init__(self, response: httpx2.Response, budget: _Budget):
        self._response, self._budget = response, budget

    async def __aiter__(self) -> AsyncIterator[bytes]:
        stream = self._response.stream
        assert isinstance(stream, httpx2.AsyncByteStream)
        async for part in stream:
            self._budget.take(len(part))
            yield part

    async def aclose(self) -> None:
        await self._response.aclose()


def _origin(url: httpx2.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


_OF_THE_SDK = ("Not Found", "Server returned an error response")
"""The SDK's words for an HTTP error that has no words of the server."""


def _status_in_words(response: httpx2.Response) -> str:
    code = response.status_code
    if 300 <= code < 400:
        return f"The MCP server redirects to {_shown(response.headers.get('location', 'nowhere'))}, which isn't followed."
    if code in (401, 403):
        return f"The MCP server refuses this tool's secret, or wants one: HTTP {code}. Tell the user."
    if code == 429 or code >= 500:
        return f"The MCP server has no time or failed: HTTP {code}. Try again later."
    return ""


def _in_words(wrong: BaseException, budget: _Budget) -> str:
    wrong = _first(wrong)
    if isinstance(wrong, ServerError):
        return str(wrong)
    if budget.refusal or budget.status:
        return budget.refusal or budget.status
    if isinstance(wrong, MCPError):
        if wrong.error.message == "Session terminated":
            return "The MCP server ended the session. Try again."
        if wrong.error.message in _OF_THE_SDK:
            return f"No server of streamable HTTP answers at this URL: HTTP {budget.code}. Tell the user."
        return f"The MCP server refuses the call: {_shown(wrong.error.message)}"
    if isinstance(wrong, ValidationError):
        return "The MCP server's answer isn't of the Model Context Protocol."
    if isinstance(wrong, httpx2.ConnectError) and "CERTIFICATE_VERIFY_FAILED" in str(wrong):
        return "The MCP server's certificate isn't one that this function trusts, so nothing was sent. Tell the user."
    if isinstance(wrong, httpx2.ConnectError | httpx2.ConnectTimeout):
        return "The MCP server can't be reached. Try again later."
    if isinstance(wrong, httpx2.TransportError):
        return f"The connection to the MCP server broke: {type(wrong).__name__}. Try again later."
    if isinstance(wrong, RuntimeError) and "protocol version" in str(wrong):
        return "The MCP server speaks no version of the protocol that this tool knows."
    return f"The MCP server can't be asked: {type(wrong).__name__}."


def _first(wrong: BaseException) -> BaseException:
    """Return the first error of a group. A refusal of ours is the cause of the others."""
    while isinstance(wrong, BaseExceptionGroup):
        wrong = next((each for each in wrong.exceptions if isinstance(each, ServerError)), wrong.exceptions[0])
    return wrong


def _shown(text: str) -> str:
    """Return a text of the server on one line, without characters that a terminal acts on."""
    text = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def plain(value: Any, server: Server) -> Any:
    """Return JSON of the server with the secret replaced wherever it stands."""
    if isinstance(value, str):
        return server.without_secret(value)
    if isinstance(value, list):
        return [plain(each, server) for each in value]
    if isinstance(value, dict):
        return {server.without_secret(key): plain(each, server) for key, each in value.items()}
    return value
