"""Corrects a provider's answer before LiteLLM reads it."""

import functools
import json
from collections.abc import Callable
from typing import Any

import httpx
from litellm.llms.custom_httpx.http_handler import HTTPHandler

from call_llm.clients import deadline
from call_llm.errors import LLMError


class AdjustingTransport(httpx.BaseTransport):
    """The transport of one request. LiteLLM takes its `client`."""

    def __init__(self, adjust_answer: Callable[[Any], Any]) -> None:
        self.adjust_answer = adjust_answer
        self.error: LLMError | None = None
        """The error that the answer stands for. LiteLLM hides it behind one of its own."""

    def client(self, seconds: float) -> HTTPHandler:
        """Return LiteLLM's HTTP client. It follows no redirection, because the key would go along."""
        return HTTPHandler(client=httpx.Client(transport=self, timeout=deadline.timeout(httpx.Timeout, seconds)))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = _connections().send(request)
        try:
            body: Any = json.loads(response.content)
        except (ValueError, RecursionError):
            return response
        if response.status_code != httpx.codes.OK:
            return response
        try:
            return httpx.Response(response.status_code, content=json.dumps(self.adjust_answer(body)))
        except LLMError as error:
            self.error = error
            raise


@functools.cache
def _connections() -> httpx.Client:
    """Return the one client of all calls, because it takes tens of milliseconds to read the certificates.

    It keeps no connection for the next call. Lambda may freeze the function in between, and a connection that the other side has
    closed meanwhile looks alive.
    """
    return httpx.Client(limits=httpx.Limits(max_keepalive_connections=0))
