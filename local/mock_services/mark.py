"""Mark errors with the words "mock service", whichever mock service gives them, so that nobody takes them for the real service's.

The tools hand the words of an error on to the model, but no header.
"""

from dataclasses import replace
from typing import Any

from local.loopback_server import Response

WORDS = "Mock service"
_MESSAGES = ("message", "error_message", "error")
"""The fields in which the APIs have the words of an error."""


def marked(response: Response) -> Response:
    """Return the response with the words before each message of an error.

    An error without a message gets them as a field, a page and an empty body as a line. Any other response stays as it is.
    """
    body = response.body if isinstance(response.body, str) else _with_words(response.body)
    if response.status >= 300 and not _has_words(str(body)):
        if isinstance(body, dict):
            body = body | {"mock_service": WORDS}
        elif isinstance(body, str):
            body = f"{body}\n{WORDS}".lstrip()
    return replace(response, body=body)


def _with_words(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_words(each) for each in value]
    if isinstance(value, dict):
        return {
            name: _said(each) if name in _MESSAGES and isinstance(each, str) else _with_words(each) for name, each in value.items()
        }
    return value


def _said(message: str) -> str:
    return message if _has_words(message) else f"{WORDS}: {message}"


def _has_words(text: str) -> bool:
    return WORDS.casefold() in text.casefold()
