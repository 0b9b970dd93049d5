"""What a provider's request comes down to, whichever dialect it was written in, and what checking one takes."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from local.scripted_model.conversations import ToolResult


class RejectedError(Exception):
    """A request that the real provider would refuse. `kind`, `param` and `code` are the provider's own words for why; `headers` go
    with its answer."""

    def __init__(
        self,
        message: str,
        status: int = 400,
        kind: str = "invalid_request_error",
        param: str | None = None,
        code: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.kind, self.param, self.code, self.headers = status, kind, param, code, headers or {}


@dataclass(frozen=True)
class Post:
    """What came in over HTTP."""

    target: str
    """Path and query as they were sent, with the provider's name in front."""
    path: dict[str, str]
    """The named groups of the dialect's PATH, unquoted."""
    query: dict[str, str]
    headers: dict[str, str]
    """Names in lower case."""
    data: bytes
    """The body as it was sent."""

    @cached_property
    def body(self) -> Any:
        """The body as JSON. Raises RejectedError."""
        try:
            return json.loads(self.data)
        except ValueError as error:
            raise RejectedError("The request body is not valid JSON") from error


@dataclass(frozen=True)
class Request:
    """One call of the model. The whole conversation so far stands in it."""

    model: str
    api_key: str
    system: str
    tools: tuple[str, ...]
    """The names of the tools that the model may use."""
    question: str
    """The text of the first user message."""
    results: list[list[ToolResult]]
    """One list for each assistant turn, with a result for each of its tool uses, in order."""
    only: str | None
    """The one tool that the model has to use, if the request forces one."""
    tokens: int
    """What the request would cost: about a token for four characters."""
    body: dict[str, Any]
    """The request as it came."""


# A failed tool says so in these words: the LLM caller puts them there, because LiteLLM has no field for it.
ERROR_PREFIX = "Error: "


def result_of(text: str, is_error: bool = False) -> ToolResult:
    """A tool result as a conversation is sent it: by the provider's own sign of an error, or by the words."""
    return ToolResult(text.removeprefix(ERROR_PREFIX), is_error or text.startswith(ERROR_PREFIX))


def tokens_of(characters: int) -> int:
    """The rule of thumb for English text, https://platform.openai.com/tokenizer."""
    return max(1, characters // 4)


def demand(fine: Any, message: str, *, param: str | None = None, code: str | None = None) -> None:
    """Refuses the request with these words of the provider unless it is fine."""
    if not fine:
        raise RejectedError(message, param=param, code=code)


def known_fields(given: Any, allowed: str, at: str) -> dict[str, Any]:
    """`given`, if it is an object that has no field but the allowed ones (their names, separated by spaces)."""
    demand(isinstance(given, dict), f"{at}: Input should be an object", param=at)
    assert isinstance(given, dict)
    for name in given:
        where = f"{at}.{name}".removeprefix(".")
        demand(name in allowed.split(), f"{where}: Extra inputs are not permitted", param=where)
    return given


def needed(given: dict[str, Any], name: str, kind: type | tuple[type, ...], at: str) -> Any:
    """The field `name`, which has to be there and of this kind."""
    where = f"{at}.{name}".removeprefix(".")
    demand(name in given, f"{where}: Field required", param=where)
    # In Python True is an int; in JSON it is not.
    of_kind = isinstance(given[name], kind) and not isinstance(given[name], bool)
    demand(of_kind, f"{where}: Input should be a valid {getattr(kind, '__name__', 'value')}", param=where)
    return given[name]
