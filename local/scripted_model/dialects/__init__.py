"""The dialects that the scripted model speaks, one folder a provider: its rules, and how a request is read and answered."""

from typing import Any, Protocol

from local.scripted_model.conversations import Turn
from local.scripted_model.dialects import anthropic, openai
from local.scripted_model.request import RejectedError, Request


class Dialect(Protocol):
    """A module which speaks one provider's language."""

    PATH: str
    """Where requests are posted."""

    def read(self, headers: dict[str, str], body: Any) -> Request:
        """Checks a request against the provider's published rules. Header names in lower case. Raises RejectedError."""

    def write(self, request: Request, turn: Turn) -> dict[str, Any]:
        """The body of the answer, as the provider would send it."""

    def error(self, rejected: RejectedError) -> dict[str, Any]:
        """The body of an error, as the provider would send it."""


DIALECTS: dict[str, Dialect] = {module.PATH: module for module in (anthropic.dialect, openai.dialect)}
