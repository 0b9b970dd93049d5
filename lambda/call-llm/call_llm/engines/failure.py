"""Our errors for those of the libraries that make the request."""

import re
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from call_llm.config import Target
from call_llm.errors import LLMError, classify, cut

_LOOKS_LIKE_A_KEY = re.compile(r"\b(?:sk-|gsk_|xai-|AIza)[-_A-Za-z0-9*]{8,}|(?<=Bearer )\S+")

# LiteLLM says this, and 422, of an answer of Bedrock that is no JSON.
_NO_ANSWER = "Error converting to valid response block"


def failure(error: Exception, target: Target, secret: str | None, headers: Mapping[str, str]) -> LLMError:
    """headers: of the provider's answer, if there was one."""
    status = getattr(error, "status_code", None)
    status = status if isinstance(status, int) else None
    text = str(error)
    status = None if _NO_ANSWER in text else status
    cause = scrub(text.partition("Traceback (most recent call last)")[0].strip(), secret)
    wait = retry_after(headers)
    message = f"{target.model}: {cut(cause)}{f' (retry after {wait:g} s)' if wait is not None else ''}"
    return classify(status, text)(message, status, wait)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds, from a number or a date. https://www.rfc-editor.org/rfc/rfc9110#name-retry-after"""
    given = headers.get("retry-after") or ""
    try:
        seconds = float(given)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(given).timestamp() - time.time()
        except ValueError:
            return None
    return max(0.0, seconds) if seconds < float("inf") else None


def scrub(text: str, secret: str | None) -> str:
    """The text without the secret: providers repeat a key, whole or in part, when they don't like it."""
    if secret:
        text = text.replace(secret, "[key]")
    return _LOOKS_LIKE_A_KEY.sub("[key]", text)
