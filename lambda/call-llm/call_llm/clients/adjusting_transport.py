"""A provider's answer, read and put right before LiteLLM reads it."""

import functools
import json
from typing import Any

import httpx
from litellm.llms.custom_httpx.http_handler import HTTPHandler

from call_llm.clients import deadline
from call_llm.errors import LLMError
from call_llm.providers.provider import Provider


class AdjustingTransport(httpx.BaseTransport):
    """For one request. Give LiteLLM its `client`."""

    def __init__(self, provider: Provider) -> None:
        self.read = provider.adjust_answer
        self.error: LLMError | None = None
        """What was wrong with the answer. LiteLLM makes an error of its own of it."""

    def client(self, seconds: float) -> HTTPHandler:
        """It follows no redirection: the key would go along."""
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
            return httpx.Response(response.status_code, content=json.dumps(self.read(body)))
        except LLMError as error:
            self.error = error
            raise


@functools.cache
def _connections() -> httpx.Client:
    """One for all calls: it takes tens of milliseconds to read the certificates.

    A connection is not kept for the next call: Lambda may freeze the function in between, and one that was closed meanwhile would
    look alive.
    """
    return httpx.Client(limits=httpx.Limits(max_keepalive_connections=0))
