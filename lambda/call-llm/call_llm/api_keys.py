"""The API keys of the targets. Each is read from Secrets Manager once, and again when the provider refuses it."""

from call_llm import aws
from call_llm.errors import LLMAuth

_keys: dict[str, str] = {}


def get_key(secret_arn: str) -> str:
    """Return the secret's text. Raises LLMAuth if it can't be read, LLMUnavailable if a retry may help."""
    if secret_arn not in _keys:
        _keys[secret_arn] = _read(secret_arn)
    return _keys[secret_arn]


def read_again(secret_arn: str) -> bool:
    """Read the secret again, because the key may have been rotated. Return False if it is still the same."""
    before = _keys.pop(secret_arn, None)
    return get_key(secret_arn) != before


def _read(secret_arn: str) -> str:
    task = f"the API key can't be read from {secret_arn}"
    text: str = aws.ask("secretsmanager", "get_secret_value", task, LLMAuth, SecretId=secret_arn).get("SecretString", "").strip()
    if not text:
        raise LLMAuth(f"the secret {secret_arn} is empty: put the provider's API key into it, as plain text")
    return text
