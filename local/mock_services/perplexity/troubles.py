"""Errors that a word in a request's last message asks for, so that a person can see how an agent handles them.

    mock-429            the rate limit, with retry-after 1
    mock-429-after-90   the same with retry-after 90
    mock-401, -402, -500, -503, … that status in the API's shape
    mock-quota          no credit left
    mock-slow-5         the usual answer, whose body is 5 seconds late; 60 at most
    mock-page           a proxy's page instead of JSON, with status 200
    mock-redirect       a redirect to another host

In a company's topic, the word `mock-429` gives that topic alone the error.
"""

import re
from collections.abc import Callable

from local.mock_services.http import Response
from local.mock_services.perplexity.errors import ApiError, invalid_key, no_credit

_WORD = re.compile(
    r"\bmock-(?:(?P<status>[45]\d\d)(?:-after-(?P<after>\d{1,4}))?|slow-(?P<slow>\d{1,2})|(?P<kind>quota|page|redirect))\b"
)
_MOST_SECONDS = 60


def asked_for(text: str) -> Response | None:
    """Return the error that a text asks for. None if the usual answer is due."""
    found = _WORD.search(text)
    if found is None or found["slow"]:
        return None
    if found["kind"]:
        return _KINDS[found["kind"]]()
    return _refusal(int(found["status"]), found["after"])


def pause(text: str) -> int:
    """Return the seconds by which the body of the usual answer is late."""
    found = _WORD.search(text)
    return min(int(found["slow"]), _MOST_SECONDS) if found and found["slow"] else 0


def _refusal(status: int, after: str | None) -> Response:
    if status == 401:
        return invalid_key().response
    if status == 429:
        words = "Request rate limit exceeded."
        return ApiError(429, "request_rate_limit_exceeded", words, {"retry-after": after or "1"}).response
    return ApiError(status, "server_error" if status >= 500 else "bad_request", f"A {status} that was asked for.").response


_KINDS: dict[str, Callable[[], Response]] = {
    "quota": lambda: no_credit().response,
    "page": lambda: Response(200, "<html><title>mock service</title></html>", {"content-type": "text/html"}),
    "redirect": lambda: Response(307, "", {"location": "https://example.net/mock-service"}),
}
