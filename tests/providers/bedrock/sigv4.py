"""Who asks: Signature Version 4 of AWS, checked by what its documentation says.

The signature itself is checked where the secret key is known: the emulators' `test` of `test`, and what SECRETS holds. Of any
other access key, such as that of a role's session at the emulators, the form and the time are checked.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from local.scripted_model.request import Post, RejectedError

SECRETS = {"test": "test"}
"""Secret access keys by access key id."""
_FORM = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/\s,]+)/(?P<date>\d{8})/(?P<region>[a-z0-9-]+)/(?P<service>[^/]+)/aws4_request, ?"
    r"SignedHeaders=(?P<headers>[a-z0-9;-]+), ?Signature=(?P<signature>[0-9a-f]{64})"
)
_LONGEST_AGE = timedelta(minutes=5)


def access_key_of(post: Post) -> str:
    """The id of the key that signed the request. Raises RejectedError."""
    given = post.headers.get("authorization", "")
    _demand(given, 403, "MissingAuthenticationTokenException", "Missing Authentication Token")
    bearer = given.startswith("Bearer ")
    _demand(not bearer, 403, "AccessDeniedException", "Invalid API Key format: Must start with pre-defined prefix")
    found = _FORM.fullmatch(given)
    _demand(found, 400, "IncompleteSignatureException", "Authorization header requires Credential, SignedHeaders and Signature.")
    assert found
    parts = found.groupdict()
    service = parts["service"]
    words = f"Credential should be scoped to correct service: 'bedrock'. It is scoped to '{service}'."
    _demand(service == "bedrock", 403, "InvalidSignatureException", words)
    _check_headers(post.headers, parts["headers"].split(";"))
    _check_time(post.headers["x-amz-date"], parts["date"])
    if parts["key"] in SECRETS:
        good = hmac.compare_digest(_signature(post, parts, SECRETS[parts["key"]]), parts["signature"])
        words = "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key."
        _demand(good, 403, "InvalidSignatureException", words)
    return parts["key"]


def _check_headers(headers: Mapping[str, str], signed: list[str]) -> None:
    """Of those that are there, the host and each x-amz- header have to be signed."""
    for name in ("host", "x-amz-date", *(name for name in headers if name.startswith("x-amz-"))):
        words = f"'{name}' must be a 'SignedHeader' in the AWS Authorization."
        _demand(name in signed and name in headers, 403, "InvalidSignatureException", words)


def _check_time(stamp: str, date: str) -> None:
    try:
        signed = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        signed = datetime.min.replace(tzinfo=UTC)
    now = datetime.now(UTC)
    fresh = abs(now - signed) <= _LONGEST_AGE and stamp.startswith(date)
    words = f"Signature expired: {stamp} is now earlier than {now - _LONGEST_AGE:%Y%m%dT%H%M%SZ}"
    _demand(fresh, 403, "InvalidSignatureException", words)


def _signature(post: Post, parts: dict[str, str], secret: str) -> str:
    names = parts["headers"].split(";")
    path, _, query = post.target.partition("?")
    request = "\n".join(
        [
            "POST",
            quote(path, safe="/-_.~"),  # once more than it was sent: each segment is encoded twice, but for S3
            "&".join(sorted(query.split("&"))),
            *(f"{name}:{' '.join(post.headers[name].split())}" for name in names),
            "",
            parts["headers"],
            hashlib.sha256(post.data).hexdigest(),
        ]
    )
    scope = f"{parts['date']}/{parts['region']}/{parts['service']}/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{post.headers['x-amz-date']}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = f"AWS4{secret}".encode()
    for part in (*scope.split("/"), text):
        key = hmac.digest(key, part.encode(), "sha256")
    return key.hex()


def _demand(fine: object, status: int, kind: str, words: str) -> None:
    if not fine:
        raise RejectedError(words, status, kind)
