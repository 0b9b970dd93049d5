"""Turns an error of a library that makes requests into an LLMError."""

import re
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from call_llm.config import Target
from call_llm.errors import LLMError, classify, cut
from call_llm.providers import provider_of
from call_llm.scrub import scrub


def failure(error: Exception, target: Target, secret: str | None, headers: Mapping[str, str]) -> LLMError:
    """Return the LLMError. headers: those of the provider's answer, if there was one."""
    status = getattr(error, "status_code", None)
    status = status if isinstance(status, int) else None
    text = str(error)
    cause = scrub(text.partition("Traceback (most recent call last)")[0].strip(), secret)
    wait = retry_after(headers) if headers.get("retry-after") else _retry_delay(text)
    message = f"{target.model}: {cut(cause)}{f' (retry after {wait:g} s)' if wait is not None else ''}"
    kind = provider_of(target.model).classify_error(status, text) or classify(status, text)
    return kind(message, status, wait)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds of a header that holds a number or a date. https://www.rfc-editor.org/rfc/rfc9110#name-retry-after"""
    given = headers.get("retry-after") or ""
    try:
        seconds = float(given)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(given).timestamp() - time.time()
        except ValueError:
            return None
    return max(0.0, seconds) if seconds < float("inf") else None


def _retry_delay(text: str) -> float | None:
    """Return the seconds that Google sends in the body. https://cloud.google.com/apis/design/errors#error_payloads"""
    found = re.search(r'"retryDelay":\s*"(\d+(?:\.\d+)?)s"', text)
    return float(found[1]) if found else None
