"""The errors of a call. The state machine retries or catches them by their names.

Step Functions matches a Lambda error by its class's name. So the names are a contract, and carry no "Error" at the end.
"""

from call_llm import failure_words

LONGEST_CAUSE = 500


class LLMError(Exception):
    """A call failed. `kind` is the error's word in `fallback_on` of LLM_CONFIG."""

    kind: str
    retryable = False

    def __init__(self, message: str, status: int | None = None, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after
        """The seconds after which the provider allows another try, if it sent them."""


class LLMRateLimited(LLMError):
    """Too many requests or tokens in too little time. A later try works."""

    kind, retryable = "rate_limited", True


class LLMUnavailable(LLMError):
    """The provider could not be reached, is overloaded, or sent something else than an answer."""

    kind, retryable = "unavailable", True


class LLMTimeout(LLMError):
    """No answer within the time allowed."""

    kind, retryable = "timeout", True


class LLMContextExceeded(LLMError):
    """The conversation is longer than the model can read."""

    kind = "context_exceeded"


class LLMAuth(LLMError):
    """The key is missing, wrong, or not allowed to use this model."""

    kind = "auth"


class LLMBadRequest(LLMError):
    """The provider, or the caller itself, does not accept the request."""

    kind = "bad_request"


class LLMRefused(LLMError):
    """The model or the provider's filter declined to answer."""

    kind = "refused"


KINDS: dict[str, type[LLMError]] = {
    error.kind: error
    for error in (LLMRateLimited, LLMUnavailable, LLMTimeout, LLMContextExceeded, LLMAuth, LLMBadRequest, LLMRefused)
}

_BY_STATUS = {
    401: LLMAuth,
    402: LLMAuth,  # nobody has paid
    403: LLMAuth,
    408: LLMTimeout,
    413: LLMContextExceeded,
    424: LLMUnavailable,  # Bedrock's, when the model itself failed
    429: LLMRateLimited,
    504: LLMTimeout,
}


def cut(text: str) -> str:
    """Return the beginning of a provider's or a model's words, so that an error doesn't carry a whole conversation."""
    text = text.encode("utf-8", "replace").decode("utf-8")  # half of a surrogate pair can't leave the function
    return text if len(text) <= LONGEST_CAUSE else f"{text[:LONGEST_CAUSE]}…"


def classify(status: int | None, text: str) -> type[LLMError]:
    """Return the error class for an HTTP status and the text that came with it.

    LiteLLM's own classes don't serve: they differ between providers for the same failure, and a 403 is a plain APIError at some.
    """
    if status in (400, 403, 422, None) and failure_words.REFUSED.search(text):
        return LLMRefused
    if status == 429 and failure_words.LARGER_THAN_THE_RATE.search(text):
        return LLMContextExceeded
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if (status is None or 400 <= status <= 500) and failure_words.TOO_LONG.search(text):
        return LLMContextExceeded
    return LLMBadRequest if status is not None and 400 <= status < 500 else LLMUnavailable
