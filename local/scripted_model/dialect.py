"""The dialects of model APIs: each checks and reads a provider's request, and writes its answer.

The laptop's scripted model speaks Anthropic's. `tests/providers` has the dialects of all providers.
"""

import re
from typing import Any, Protocol

from local.loopback_server import Response
from local.scripted_model.anthropic import dialect as anthropic
from local.scripted_model.conversations import Turn
from local.scripted_model.request import Post, RejectedError, Request


class Dialect(Protocol):
    """A module that speaks one provider's language."""

    PATH: re.Pattern[str]
    """The whole path of a request, below the provider's name. Its named groups reach `read`."""

    def read(self, post: Post) -> Request | Response:
        """Check a request against the provider's published rules, and read it.

        Return a Response to a request that isn't a call of the model, such as one for an access token.
        Raises RejectedError.
        """

    def write(self, request: Request, turn: Turn) -> dict[str, Any]:
        """Return the body of the answer, as the provider would send it."""

    def error(self, rejected: RejectedError) -> dict[str, Any]:
        """Return the body of an error, as the provider would send it."""


DIALECTS: dict[str, Dialect] = {"anthropic": anthropic}
"""The dialects of the laptop's scripted model, by provider."""
