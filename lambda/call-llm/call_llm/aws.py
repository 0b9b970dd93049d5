"""AWS, as the caller uses it: clients made when they are first needed, and failures under the caller's names.

boto3 takes a third of a second to import, and most calls need none of it.
"""

import functools
from typing import Any

from call_llm.errors import LLMError, LLMUnavailable, cut


@functools.cache
def client(service: str) -> Any:
    import boto3
    from botocore.config import Config

    # With what stands by default, a service that can't be reached would take all the time that there is for the call of the LLM.
    limits = Config(connect_timeout=3, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3})
    return boto3.client(service, config=limits)


def ask(service: str, operation: str, task: str, lasting: type[LLMError], **arguments: Any) -> dict[str, Any]:
    """The service's response.

    task: what could not be done, for the error. Raises LLMUnavailable for what may pass, and `lasting` for what won't.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        return getattr(client(service), operation)(**arguments)
    except (ClientError, BotoCoreError) as error:
        kind = LLMUnavailable if _passes(error) else lasting
        raise kind(f"{task}: {cut(str(error))}") from error


def _passes(error: Any) -> bool:
    """Whether another try may help: no connection, too many requests, or a fault of the service."""
    answer = getattr(error, "response", None)
    if answer is None:
        return True
    passing = ("ThrottlingException", "SlowDown", "RequestTimeout")
    return answer["Error"].get("Code") in passing or answer["ResponseMetadata"].get("HTTPStatusCode", 0) >= 500
