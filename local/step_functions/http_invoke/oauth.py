"""The access tokens of connections with OAuth.

EventBridge gets a token with the client's credentials and keeps it until a minute before it expires.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection-auth.html
"""

import threading
import time

from local.step_functions.http_invoke import errors
from local.step_functions.http_invoke.connection import Connection, OAuth
from local.step_functions.http_invoke.exchange import exchange
from local.step_functions.http_invoke.request import Request, encode_form

RENEW_SECONDS = 60

_tokens: dict[tuple[str, str], tuple[float, str]] = {}
_lock = threading.Lock()


def access_token(connection: Connection, *, anew: bool = False) -> str | None:
    """Return the token of a connection, or None if it isn't one with OAuth.

    anew: get another one, because the last one was refused.

    Raises HttpTaskError.
    """
    if connection.oauth is None:
        return None
    key = (connection.arn, connection.version)
    with _lock:
        until, token = _tokens.get(key, (0.0, ""))
        if anew or until - time.monotonic() < RENEW_SECONDS:
            until, token = _ask(connection.arn, connection.oauth)
            _tokens[key] = (until, token)
    return token


def _ask(arn: str, oauth: OAuth) -> tuple[float, str]:
    """Return when a new token expires, and the token."""
    grant = {"grant_type": "client_credentials", "client_id": oauth.client_id, "client_secret": oauth.client_secret}
    form = {**grant, **oauth.body}
    in_query = oauth.method == "GET"
    query = encode_form({**(form if in_query else {}), **oauth.query}, "REPEAT")
    headers = [*oauth.headers.items(), ("Content-Type", "application/x-www-form-urlencoded")]
    body = None if in_query else encode_form(form, "REPEAT").encode()
    try:
        answer = exchange(Request(oauth.method, oauth.endpoint + (f"?{query}" if query else ""), headers, body)).body
    except errors.HttpTaskError as error:
        raise errors.connection("InvalidConnectionState", f"The connection {arn} got no token: {error.error}") from None
    token = answer.get("access_token") if isinstance(answer, dict) else None
    if not isinstance(token, str) or not token:
        raise errors.connection("InvalidConnectionState", f"The connection {arn} got an answer without an access_token")
    seconds = answer.get("expires_in")
    return time.monotonic() + (seconds if isinstance(seconds, int | float) else 3600), token
