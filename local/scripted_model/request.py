"""A request in the same form for every dialect, and the checks that dialects share."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from local.scripted_model.conversations import ToolResult


class RejectedError(Exception):
    """The real provider would refuse the request.

    kind, param, code: the provider's own words for the reason.
    headers: the headers of the provider's answer.
    """

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
    """A request as it was received over HTTP."""

    target: str
    """Path and query as they were sent, with the provider's name in front."""
    path: dict[str, str]
    """The named groups of the dialect's PATH, unquoted."""
    query: dict[str, str]
    headers: dict[str, str]
    """By name in lower case."""
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
    """One call of the model. It holds the whole conversation so far."""

    model: str
    api_key: str
    system: str
    tools: tuple[str, ...]
    """The names of the tools that the model may use."""
    question: str
    """The text of the first user message, or of that which continues a conversation after a final answer."""
    results: list[list[ToolResult]]
    """One list for each assistant turn, with a result for each of its tool uses, in order."""
    only: str | None
    """The one tool that the model has to use. None if the request forces no tool."""
    tokens: int
    """The estimated size of the request: about one token for four characters."""
    body: dict[str, Any]
    """The body of the request, unchanged."""


# The LLM caller begins the result of a failed tool with this text, because LiteLLM has no field for it.
ERROR_PREFIX = "Error: "


def result_of(text: str, is_error: bool = False) -> ToolResult:
    """Return a tool result for a conversation. The provider's own sign or the error prefix marks an error."""
    return ToolResult(text.removeprefix(ERROR_PREFIX), is_error or text.startswith(ERROR_PREFIX))


def tokens_of(characters: int) -> int:
    """Estimate the tokens of English text by the rule of thumb in https://platform.openai.com/tokenizer."""
    return max(1, characters // 4)


def demand(fine: Any, message: str, *, param: str | None = None, code: str | None = None) -> None:
    """Refuse the request with this message of the provider unless it is fine."""
    if not fine:
        raise RejectedError(message, param=param, code=code)


def known_fields(given: Any, allowed: str, at: str) -> dict[str, Any]:
    """Return `given` if it is an object without unknown fields. Raises RejectedError.

    allowed: the names of the known fields, separated by spaces.
    """
    demand(isinstance(given, dict), f"{at}: Input should be an object", param=at)
    assert isinstance(given, dict)
    for name in given:
        where = f"{at}.{name}".removeprefix(".")
        demand(name in allowed.split(), f"{where}: Extra inputs are not permitted", param=where)
    return given


def needed(given: dict[str, Any], name: str, kind: type | tuple[type, ...], at: str) -> Any:
    """Return the field `name`. Raises RejectedError if it is missing or not of this kind."""
    where = f"{at}.{name}".removeprefix(".")
    demand(name in given, f"{where}: Field required", param=where)
    # In Python True is an int. In JSON it isn't.
    of_kind = isinstance(given[name], kind) and not isinstance(given[name], bool)
    demand(of_kind, f"{where}: Input should be a valid {getattr(kind, '__name__', 'value')}", param=where)
    return given[name]
