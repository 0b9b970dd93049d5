"""Finds the error that an answer with status 200 holds. Gateways send such answers, and servers that fail after they have begun."""

import json
from typing import Any

from call_llm.answers.answer import Json

# The statuses that these types of error have when they come with a status of their own.
# https://platform.claude.com/docs/en/api/errors
# https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html#API_runtime_Converse_Errors
_STATUS_OF_TYPE = {
    "invalid_request_error": 400,
    "authentication_error": 401,
    "billing_error": 402,
    "permission_error": 403,
    "not_found_error": 404,
    "request_too_large": 413,
    "rate_limit_error": 429,
    "api_error": 500,
    "timeout_error": 504,
    "overloaded_error": 529,
    "ValidationException": 400,
    "AccessDeniedException": 403,
    "ResourceNotFoundException": 404,
    "ModelTimeoutException": 408,
    "ModelErrorException": 424,
    "ThrottlingException": 429,
    "InternalServerException": 500,
    "ServiceUnavailableException": 503,
}


class ErrorInAnswer(Exception):
    """The answer holds an error. It is read like an error with a status of its own."""

    def __init__(self, status: int | None, words: str) -> None:
        super().__init__(words)
        self.status_code = status


def raise_error_in(body: Json) -> None:
    """Raise ErrorInAnswer if the answer holds an error. An `error` that says nothing is none: some servers send an empty one."""
    error = body.get("error")
    fields = error if isinstance(error, dict) else body
    if error if not isinstance(error, dict) else any(error.get(name) for name in ("message", "code", "type", "status")):
        raise ErrorInAnswer(_status(fields), error if isinstance(error, str) else json.dumps(error, ensure_ascii=False))
    # vLLM, Mistral and Bedrock have sent errors whose fields stand alone.
    kind = str(body.get("__type") or "").rpartition("#")[2]
    if kind or body.get("object") == "error" or body.get("type") == "error":
        raise ErrorInAnswer(_STATUS_OF_TYPE.get(kind) or _status(body), json.dumps(body, ensure_ascii=False))


def _status(fields: Json) -> int | None:
    for value in (fields.get("code"), fields.get("status"), fields.get("status_code")):
        if (status := _number(value)) is not None and 400 <= status < 600:
            return status
    return _STATUS_OF_TYPE.get(str(fields.get("type")))


def _number(value: Any) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() else None
