"""A target's API key: read from Secrets Manager once, and again when the provider no longer takes it."""

import functools
from typing import Any

from call_llm.errors import LLMAuth

_keys: dict[str, str] = {}


def key(secret_arn: str) -> str:
    """The secret's text. Raises LLMAuth if it can't be read."""
    if secret_arn not in _keys:
        _keys[secret_arn] = _read(secret_arn)
    return _keys[secret_arn]


def renewed(secret_arn: str) -> bool:
    """Reads the secret again: a key that was rotated comes this way. False if it is still the same."""
    before = _keys.pop(secret_arn, None)
    return key(secret_arn) != before


def _read(secret_arn: str) -> str:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        text = _client().get_secret_value(SecretId=secret_arn).get("SecretString", "").strip()
    except (ClientError, BotoCoreError) as error:
        raise LLMAuth(f"the API key can't be read from {secret_arn}: {error}") from error
    if not text:
        raise LLMAuth(f"the secret {secret_arn} is empty: put the provider's API key into it, as plain text")
    return text


@functools.cache
def _client() -> Any:
    # Here and not above: a target without a secret needs none of boto3, which takes a third of a second to import.
    import boto3

    return boto3.client("secretsmanager")
