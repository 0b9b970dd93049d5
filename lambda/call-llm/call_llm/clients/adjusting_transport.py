"""Corrects a provider's answer before LiteLLM reads it."""

import functools
import json

import httpx
from litellm.llms.custom_httpx.http_handler import HTTPHandler

from call_llm.answers.answer import Answer
from call_llm.clients import deadline
from call_llm.clients.read_answer import read_answer
from call_llm.config import Target
from call_llm.errors import LLMError


class AdjustingTransport(httpx.BaseTransport):
    """The transport of one request. LiteLLM takes its `client`, or its `session` for providers that it asks with OpenAI's SDK."""

    def __init__(self, target: Target, secret: str | None) -> None:
        self.target, self.secret = target, secret
        self.answer: Answer | None = None
        """The answer, once it is there."""
        self.error: LLMError | None = None
        """The error that the answer stands for. LiteLLM hides it behind one of its own."""

    def session(self, seconds: float) -> httpx.Client:
        """Return an HTTP client. It follows no redirection, because the key would go along."""
        return httpx.Client(transport=self, timeout=deadline.timeout(httpx.Timeout, seconds), follow_redirects=False)

    def client(self, seconds: float) -> HTTPHandler:
        """Return LiteLLM's HTTP client."""
        return HTTPHandler(client=self.session(seconds))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = _connections().send(request)
        if not response.is_success:
            return response
        try:
            self.answer = read_answer(response.content, self.target, self.secret, response.headers)
        except LLMError as error:
            self.error = error
            raise
        headers = {"content-type": "application/json"}
        return httpx.Response(response.status_code, content=json.dumps(self.answer.body), headers=headers)


@functools.cache
def _connections() -> httpx.Client:
    """Return the one client of all calls, because it takes tens of milliseconds to read the certificates.

    It keeps no connection for the next call. Lambda may freeze the function in between, and a connection that the other side has
    closed meanwhile looks alive.
    """
    return httpx.Client(limits=httpx.Limits(max_keepalive_connections=0))
