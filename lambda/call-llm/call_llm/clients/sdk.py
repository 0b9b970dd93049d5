"""Makes the requests of Anthropic's and OpenAI's SDKs, which come from the same generator.

The SDKs add key, headers and timeouts. We write the request's body and read the answer's JSON. The SDKs' models of an answer let
every odd shape pass.
"""

import functools
import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import httpx2

from call_llm.answers.answer import Answer
from call_llm.clients import deadline
from call_llm.clients.attempt import attempt
from call_llm.clients.read_answer import read_answer
from call_llm.config import Target
from call_llm.errors import LLMTimeout, LLMUnavailable, cut
from call_llm.providers.provider import NO_KEY
from call_llm.scrub import scrub

HTTP = httpx2


class JsonObject(dict[str, Any]):
    """A JSON object. Its fields can be read as attributes too, as chat.py does, and are None where there are none."""

    def __getattr__(self, name: str) -> Any:
        return self.get(name)

    def text(self, name: str) -> str | None:
        """Return the field if it is a string."""
        return value if isinstance(value := self.get(name), str) else None

    def count(self, name: str) -> int:
        """Return the field if it is a positive integer, otherwise 0."""
        value = self.get(name)
        return max(0, value) if isinstance(value, int) and not isinstance(value, bool) else 0


class StatusError(Exception):
    """The provider has answered with an error.

    It takes the place of the SDKs' own errors. Anthropic's SDK has a hundred, which the package can leave out.
    """

    def __init__(self, response: httpx2.Response) -> None:
        super().__init__(f"{response.status_code} {response.text}")
        self.response, self.status_code = response, response.status_code


def post(
    sdk: ModuleType, client: Callable[..., Any], path: str, body: dict[str, Any], target: Target, secret: str | None, seconds: float
) -> tuple[Answer, JsonObject]:
    """Return the provider's answer and its body. Raises an LLMError.

    client: makes the SDK's client from the arguments that both SDKs take.
    """

    def request() -> Any:
        asker = client(
            api_key=secret or NO_KEY,
            http_client=connections(sdk),
            timeout=deadline.timeout(sdk.Timeout, seconds),
            # The state machine retries and counts.
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
    answer = read_answer(response.content, target, secret, response.headers)
    said: JsonObject = json.loads(json.dumps(answer.body), object_hook=JsonObject)
    return answer, said


@functools.cache
def connections(sdk: ModuleType) -> Any:
    """Return the one HTTP client of all calls, because it takes tens of milliseconds to read the certificates.

    It keeps no connection for the next call. Lambda may freeze the function between two calls, and a connection that the other side
    has closed meanwhile looks alive. A new one costs a tenth of a second.
    It follows no redirection, which would take the conversation elsewhere, and Anthropic's key with it.
    """
    return sdk.DefaultHttpxClient(
        limits=httpx2.Limits(max_keepalive_connections=0), follow_redirects=False, event_hooks={"response": [_refuse_errors]}
    )


def _refuse_errors(response: httpx2.Response) -> None:
    if not response.is_success:
        response.read()
        raise StatusError(response)
