"""Access tokens for a service account: asked for with a signed assertion, checked when they come back.

https://developers.google.com/identity/protocols/oauth2/service-account#httprest
"""

import base64
import binascii
import hashlib
import json
import re
import time
from typing import Any
from urllib.parse import parse_qsl

from local.loopback_server import Response
from local.scripted_model.request import Post, RejectedError
from tests.providers.vertex_ai.service_account import fingerprint, verified

GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer"
SCOPE = "https://www.googleapis.com/auth/cloud-platform"
# Wherever it is sent: the same in every assertion.
AUDIENCE = "https://oauth2.googleapis.com/token"
LONGEST_SECONDS = 3600
CLOCK_SKEW = 60
_TOKEN = re.compile(r"ya29\.(?P<until>\d+)\.(?P<account>[\w-]+)\.(?P<proof>[0-9a-f]{32})")


class TokenRefusedError(RejectedError):
    """An assertion that Google's token endpoint would refuse. `kind` is its word for why."""


def issue(post: Post) -> Response:
    """Raises TokenRefusedError."""
    given = dict(parse_qsl(post.data.decode("utf-8", "replace")))
    if given.get("grant_type") != GRANT_TYPE:
        raise TokenRefusedError(f"Invalid grant_type: {given.get('grant_type')}", 400, "unsupported_grant_type")
    claims = _claims(given.get("assertion", ""))
    now = time.time()
    if not (claims.get("iat", 0) - CLOCK_SKEW <= now < claims.get("exp", 0) <= claims.get("iat", 0) + LONGEST_SECONDS):
        raise _invalid(
            "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp "
            "values in the JWT claim."
        )
    if claims.get("aud") != AUDIENCE:
        raise _invalid(f"Invalid JWT: Failed audience check. The right audience is {AUDIENCE}")
    if SCOPE not in claims.get("scope", "").split():
        raise TokenRefusedError(f"Invalid OAuth scope: {claims.get('scope')}", 400, "invalid_scope")
    account = re.fullmatch(r"([\w-]+)@[\w-]+\.iam\.gserviceaccount\.com", claims.get("iss", ""))
    if account is None:
        raise _invalid("Invalid grant: account not found")
    until = int(now) + LONGEST_SECONDS
    token = f"ya29.{until}.{account[1]}.{_proof(until, account[1])}"
    return Response(200, {"access_token": token, "expires_in": LONGEST_SECONDS - 1, "token_type": "Bearer"})


def account_of(token: str) -> str:
    """The name of the service account that a token was issued to.

    What doesn't look like a token of this endpoint is taken as it is: a laptop's stack has no service account, and asks with any.
    Raises RejectedError for one that is not genuine, or no longer good.
    """
    if not token.startswith("ya29."):
        return token
    found = _TOKEN.fullmatch(token)
    if not found or found["proof"] != _proof(int(found["until"]), found["account"]) or int(found["until"]) < time.time():
        raise RejectedError(
            "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
            "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
            401,
        )
    return found["account"]


def _claims(assertion: str) -> dict[str, Any]:
    """Of a JWT, https://www.rfc-editor.org/rfc/rfc7519, that the scripted model's key has signed."""
    try:
        signed, _, signature = assertion.rpartition(".")
        header, claims = (json.loads(_decoded(part)) for part in signed.split("."))
        genuine = verified(signed.encode(), _decoded(signature))
    except (ValueError, binascii.Error):
        raise _invalid("Invalid JWT: it has to be three base64url parts, the first two of them JSON.") from None
    if header.get("alg") != "RS256" or not genuine:
        raise _invalid("Invalid JWT Signature.")
    return claims


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _proof(until: int, account: str) -> str:
    """That this endpoint has issued the token: nobody keeps a list."""
    return hashlib.sha256(f"{fingerprint()}{until}{account}".encode()).hexdigest()[:32]


def _invalid(words: str) -> TokenRefusedError:
    return TokenRefusedError(words, 400, "invalid_grant")
