"""A target's API key: read from Secrets Manager once, and again when the provider no longer takes it."""

from call_llm import aws
from call_llm.errors import LLMAuth

_keys: dict[str, str] = {}


def get_key(secret_arn: str) -> str:
    """The secret's text. Raises LLMAuth if it can't be read, LLMUnavailable if it may be readable later."""
    if secret_arn not in _keys:
        _keys[secret_arn] = _read(secret_arn)
    return _keys[secret_arn]


def read_again(secret_arn: str) -> bool:
    """Reads the secret again: a key that was rotated comes this way. False if it is still the same."""
    before = _keys.pop(secret_arn, None)
    return get_key(secret_arn) != before


def _read(secret_arn: str) -> str:
    task = f"the API key can't be read from {secret_arn}"
    text = aws.ask("secretsmanager", "get_secret_value", task, LLMAuth, SecretId=secret_arn).get("SecretString", "").strip()
    if not text:
        raise LLMAuth(f"the secret {secret_arn} is empty: put the provider's API key into it, as plain text")
    return text
