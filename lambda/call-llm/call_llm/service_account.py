"""Asks Google for an access token of a service account, once an hour.

LiteLLM would use `google-auth`. That is 17 MB of packages, it retries unseen, and LiteLLM takes its errors for others.
https://developers.google.com/identity/protocols/oauth2/service-account#httprest
"""

import base64
import json
import time
from dataclasses import dataclass
from typing import Any

from call_llm.errors import LLMAuth, LLMUnavailable, cut
from call_llm.scrub import remember

GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer"
SCOPE = "https://www.googleapis.com/auth/cloud-platform"
# The same for every token_uri.
AUDIENCE = "https://oauth2.googleapis.com/token"
SECONDS = 3600
"""The life of an assertion. Google allows no longer one."""
MARGIN = 300
"""A token is no longer used in the last seconds of its life, because a call takes its time."""
SECONDS_TO_ANSWER = 5

_tokens: dict[str, tuple[str, float]] = {}


@dataclass(frozen=True)
class ServiceAccount:
    """The fields of a service account's JSON key that are needed."""

    client_email: str
    private_key: str
    private_key_id: str
    token_uri: str
    project_id: str


def parse(secret: str) -> ServiceAccount:
    """Return the service account of a JSON key. Raises LLMAuth, which names missing fields and shows no value."""
    try:
        given: Any = json.loads(secret)
    except ValueError:
        given = None
    if not isinstance(given, dict) or given.get("type") != "service_account":
        raise LLMAuth("the secret has to be the JSON key of a service account, whole, with type service_account")
    fields = ServiceAccount.__dataclass_fields__
    if missing := [name for name in fields if not isinstance(given.get(name), str) or not given[name]]:
        raise LLMAuth(f"the JSON key of the service account lacks {', '.join(missing)}")
    account = ServiceAccount(**{name: given[name] for name in fields})
    if not account.token_uri.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
        raise LLMAuth("the token_uri of the service account is no https URL")
    return account


def access_token(secret: str) -> str:
    """Return the access token. Raises LLMAuth if the account gets none, LLMUnavailable if a retry may help."""
    kept, until = _tokens.get(secret, ("", 0.0))
    if time.time() < until:
        return kept
    account = parse(secret)
    import httpx  # takes a tenth of a second, and only this provider needs it before LiteLLM does

    try:
        answer = httpx.post(
            account.token_uri,
            data={"grant_type": GRANT_TYPE, "assertion": _assertion(account)},
            timeout=SECONDS_TO_ANSWER,
        )
        body = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise LLMUnavailable(f"no access token from {account.token_uri}: {type(error).__name__}") from None
    if not isinstance(body, dict) or not isinstance(body.get("access_token"), str):
        raise _failure(answer.status_code, body, account)
    life, given = body.get("expires_in"), str(body["access_token"])
    remember(given)
    _tokens[secret] = given, time.time() + (life if isinstance(life, int) else MARGIN) - MARGIN
    return given


def forget_tokens() -> None:
    """Forget every token, because one was refused."""
    _tokens.clear()


def _assertion(account: ServiceAccount) -> str:
    now = int(time.time())
    header = {"alg": "RS256", "typ": "JWT", "kid": account.private_key_id}
    claims = {"iss": account.client_email, "scope": SCOPE, "aud": AUDIENCE, "iat": now, "exp": now + SECONDS}
    signed = b".".join(_encoded(json.dumps(part).encode()) for part in (header, claims))
    return (signed + b"." + _encoded(_signature(signed, account.private_key))).decode()


def _signature(message: bytes, private_key: str) -> bytes:
    """Sign with RS256. The token endpoint takes nothing else. https://www.rfc-editor.org/rfc/rfc7518#section-3.3"""
    from Crypto.Hash import SHA256
    from Crypto.PublicKey import RSA
    from Crypto.Signature import pkcs1_15

    try:
        return pkcs1_15.new(RSA.import_key(private_key)).sign(SHA256.new(message))
    except (ValueError, IndexError, TypeError):  # the text of the error may hold a part of the key
        raise LLMAuth("the private_key of the service account is no RSA key (BEGIN PRIVATE KEY)") from None


def _encoded(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def _failure(status: int, body: Any, account: ServiceAccount) -> LLMAuth | LLMUnavailable:
    """Return the error for an answer without a token. https://www.rfc-editor.org/rfc/rfc6749#section-5.2"""
    said = body if isinstance(body, dict) else {}
    words = cut(f"{said.get('error', 'no token')}: {said.get('error_description', 'without a reason')}")
    kind = LLMAuth if 400 <= status < 500 and status != 429 else LLMUnavailable
    return kind(f"{account.client_email} gets no access token from {account.token_uri}: {words}", status)
