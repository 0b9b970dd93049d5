"""Calls of S3 and Secrets Manager. Failures are raised as errors of the caller.

boto3 is imported at the first of these calls. It takes a third of a second, and most calls of an LLM don't need it.
"""

import functools
from typing import Any

from call_llm.errors import LLMError, LLMUnavailable, cut


@functools.cache
def client(service: str) -> Any:
    import boto3
    from botocore.config import Config

    # With boto3's default limits, a service that can't be reached would use up the time for the call of the LLM.
    limits = Config(connect_timeout=3, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3})
    return boto3.client(service, config=limits)


def ask(service: str, operation: str, task: str, lasting: type[LLMError], **arguments: Any) -> dict[str, Any]:
    """Return the service's response. Its `Body`, if it has one, is read.

    task: what could not be done, for the error's message.
    Raises LLMUnavailable if another try may help, otherwise `lasting`.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        response: dict[str, Any] = getattr(client(service), operation)(**arguments)
        if "Body" in response:
            # A connection may break while the body is read too.
            response["Body"] = response["Body"].read()
    except (ClientError, BotoCoreError) as error:
        kind = LLMUnavailable if _passes(error) else lasting
        raise kind(f"{task}: {cut(str(error))}") from error
    return response


def _passes(error: Any) -> bool:
    """Return whether another try may help: no connection, too many requests, or a fault of the service."""
    answer = getattr(error, "response", None)
    if answer is None:
        return True
    # boto3 itself tries a passing fault again, and says so when it gives up.
    metadata = answer["ResponseMetadata"]
    return "MaxAttemptsReached" in metadata or metadata.get("HTTPStatusCode", 0) in (429, *range(500, 600))
