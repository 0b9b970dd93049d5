"""Runs one request and raises an LLMError if it fails."""

from collections.abc import Callable
from typing import Any

from call_llm.clients import deadline
from call_llm.clients.failure import failure
from call_llm.config import Target
from call_llm.errors import LLMError, LLMTimeout


def attempt(request: Callable[[], Any], target: Target, secret: str | None, seconds: float) -> Any:
    """Return the request's result. Raises an LLMError."""
    try:
        return deadline.call_within(seconds, request)
    except deadline.TimeLimitError:
        raise LLMTimeout(f"{target.model}: no whole answer within {seconds:.0f} s") from None
    except LLMError:
        raise
    except Exception as error:
        response = getattr(error, "response", None)
        headers = getattr(error, "litellm_response_headers", None) or getattr(response, "headers", None) or {}
        raise failure(error, target, secret, headers) from None  # the chain holds the key and the whole request
