"""An access token for a service account of Google's, asked for once an hour.

LiteLLM would ask with `google-auth`, which is 17 MB of packages, tries again unseen, and whose errors LiteLLM takes for others.
https://developers.google.com/identity/protocols/oauth2/service-account#httprest
"""

import base64
import json
import time
from dataclasses import dataclass
from typing import Any

from call_llm.errors import LLMAuth, LLMUnavailable, cut

GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer"
SCOPE = "https://www.googleapis.com/auth/cloud-platform"
# Whatever the account's token_uri: the same for all.
AUDIENCE = "https://oauth2.googleapis.com/token"
SECONDS = 3600
"""An assertion's life, the longest that there is."""
MARGIN = 300
"""So many seconds before its end a token is no longer used: the call that it goes into takes its time."""
SECONDS_TO_ANSWER = 5

_tokens: dict[str, tuple[str, float]] = {}


@dataclass(frozen=True)
class ServiceAccount:
    """The JSON of a service account's key, as far as it is needed."""

    client_email: str
    private_key: str
    private_key_id: str
    token_uri: str
    project_id: str


def parse(secret: str) -> ServiceAccount:
    """Raises LLMAuth, which names what is missing and nothing that is there."""
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
    """The access token. Raises LLMAuth if the account gets none, LLMUnavailable if it may get one later."""
    kept, until = _tokens.get(secret, ("", 0.0))
    if time.time() < until:
        return kept
    account = parse(secret)
    import httpx  # takes a tenth of a second, which only this provider needs before LiteLLM does

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
    life = body.get("expires_in")
    _tokens[secret] = body["access_token"], time.time() + (life if isinstance(life, int) else MARGIN) - MARGIN
    return body["access_token"]


def forget_tokens() -> None:
    """Every token: one was not taken, and a new one may be."""
    _tokens.clear()


def _assertion(account: ServiceAccount) -> str:
    now = int(time.time())
    header = {"alg": "RS256", "typ": "JWT", "kid": account.private_key_id}
    claims = {"iss": account.client_email, "scope": SCOPE, "aud": AUDIENCE, "iat": now, "exp": now + SECONDS}
    signed = b".".join(_encoded(json.dumps(part).encode()) for part in (header, claims))
    return (signed + b"." + _encoded(_signature(signed, account.private_key))).decode()


def _signature(message: bytes, private_key: str) -> bytes:
    """RS256, which is all that the token endpoint takes. https://www.rfc-editor.org/rfc/rfc7518#section-3.3"""
    from Crypto.Hash import SHA256
    from Crypto.PublicKey import RSA
    from Crypto.Signature import pkcs1_15

    try:
        return pkcs1_15.new(RSA.import_key(private_key)).sign(SHA256.new(message))
    except (ValueError, IndexError, TypeError):  # no text of the error: it may hold a part of the key
        raise LLMAuth("the private_key of the service account is no RSA key (BEGIN PRIVATE KEY)") from None


def _encoded(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def _failure(status: int, body: Any, account: ServiceAccount) -> LLMAuth | LLMUnavailable:
    """https://www.rfc-editor.org/rfc/rfc6749#section-5.2"""
    said = body if isinstance(body, dict) else {}
    words = cut(f"{said.get('error', 'no token')}: {said.get('error_description', 'without a reason')}")
    kind = LLMAuth if 400 <= status < 500 and status != 429 else LLMUnavailable
    return kind(f"{account.client_email} gets no access token from {account.token_uri}: {words}", status)
