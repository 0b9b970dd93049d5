"""What the SDKs of Anthropic and OpenAI have in common: both are made by the same generator.

They make the request: key, headers, timeouts. The bodies are ours both ways: an answer's JSON is read as it is, because their
models of it let every odd shape pass, so that it has to be checked anyway.
"""

import functools
import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import httpx2

from call_llm.clients import deadline
from call_llm.clients.attempt import attempt
from call_llm.clients.failure import scrub
from call_llm.config import Target
from call_llm.errors import LLMTimeout, LLMUnavailable, cut
from call_llm.providers.provider import NO_KEY

HTTP = httpx2


class JsonObject(dict[str, Any]):
    """A JSON object whose fields can be read as attributes too, None where there is none."""

    __getattr__ = dict.get

    def text(self, name: str) -> str | None:
        return value if isinstance(value := self.get(name), str) else None

    def count(self, name: str) -> int:
        value = self.get(name)
        return max(0, value) if isinstance(value, int) and not isinstance(value, bool) else 0

    def holds(self, **kinds: type) -> bool:
        """Whether each of these fields is of its kind, if it is there."""
        return all(isinstance(self.get(name), kind | None) for name, kind in kinds.items())


class StatusError(Exception):
    """The provider has answered with an error.

    Instead of the SDK's own, of which Anthropic has one for each of a hundred codes: a package need not hold them.
    """

    def __init__(self, response: httpx2.Response) -> None:
        super().__init__(f"{response.status_code} {response.text}")
        self.response, self.status_code = response, response.status_code


def post(
    sdk: ModuleType, client: Callable[..., Any], path: str, body: dict[str, Any], target: Target, secret: str | None, seconds: float
) -> JsonObject:
    """The provider's answer. client: of the SDK, but for what is the same in both. Raises an LLMError."""

    def request() -> Any:
        asker = client(
            api_key=secret or NO_KEY,
            http_client=connections(sdk),
            timeout=deadline.timeout(sdk.Timeout, seconds),
            # The state machine retries, and sees how often.
            max_retries=0,
        )
        try:
            return asker.post(path, body=body, cast_to=httpx2.Response)
        except sdk.APITimeoutError:
            raise LLMTimeout(f"{target.model}: no answer within {seconds:.0f} s") from None
        except sdk.APIConnectionError as error:
            if isinstance(error.__cause__, StatusError):
                raise error.__cause__ from None
            raise LLMUnavailable(f"{target.model}: {cut(scrub(f'{error} {error.__cause__}', secret))}") from None

    response = attempt(request, target, secret, seconds)
    try:
        answer = json.loads(response.content, object_hook=JsonObject)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, JsonObject):
        raise no_answer(response.text, target, secret)
    return answer


def no_answer(said: str, target: Target, secret: str | None) -> LLMUnavailable:
    return LLMUnavailable(f"{target.model}: this is no answer: {cut(scrub(said, secret))}")


@functools.cache
def connections(sdk: ModuleType) -> Any:
    """One for all calls, because it takes tens of milliseconds to read the certificates.

    No connection is kept for the next call. Lambda may freeze the function between two calls for any time, and one that the other
    side has closed meanwhile looks alive. A new one costs a tenth of a second. And no redirection is followed: it would take the
    conversation elsewhere, and Anthropic's key with it.
    """
    return sdk.DefaultHttpxClient(
        limits=httpx2.Limits(max_keepalive_connections=0), follow_redirects=False, event_hooks={"response": [_refuse_errors]}
    )


def _refuse_errors(response: httpx2.Response) -> None:
    if not response.is_success:
        response.read()
        raise StatusError(response)
