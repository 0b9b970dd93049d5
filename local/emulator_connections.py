"""EventBridge's connections on the laptop, as in AWS: their credentials are kept in a secret, and no operation shows them.

MiniStack keeps the credentials in the connection's record, shows them to everybody who may describe it, and has no secret. Its
ARNs lack the id at their end. With the id it finds no connection for an API destination, which the laptop's plugin doesn't make.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection-secret.html
"""

import json
import uuid
from collections.abc import Callable
from typing import Any

from ministack.services import eventbridge, secretsmanager

Answer = tuple[int, dict[str, Any], bytes]
Handler = Callable[[dict[str, Any]], Answer]

SHOWN = {"ApiKeyAuthParameters": ("ApiKeyName",), "BasicAuthParameters": ("Username",)}
"""What of the credentials AWS shows."""

create: Handler = eventbridge._create_connection
update: Handler = eventbridge._update_connection
describe: Handler = eventbridge._describe_connection
delete: Handler = eventbridge._delete_connection
deauthorize: Handler = eventbridge._deauthorize_connection


def keep_credentials_in_secrets() -> None:
    """Change MiniStack in this process."""
    for name, handler in {
        "_create_connection": _create,
        "_update_connection": _update,
        "_describe_connection": _describe,
        "_delete_connection": _delete,
        "_deauthorize_connection": _deauthorize,
    }.items():
        setattr(eventbridge, name, handler)


def _create(data: dict[str, Any]) -> Answer:
    answer = create(data)
    if answer[0] != 200:
        return answer
    record = eventbridge._connections[data["Name"]]
    record["ConnectionArn"] += f"/{uuid.uuid4()}"
    name = f"events!connection/{data['Name']}/{uuid.uuid4()}"
    record["SecretArn"] = secretsmanager.create_secret_in_process(name, secret_text(record))
    return _with(answer, ConnectionArn=record["ConnectionArn"])


def _update(data: dict[str, Any]) -> Answer:
    answer = update(data)
    if answer[0] == 200:
        record = eventbridge._connections[data["Name"]]
        secretsmanager.put_secret_value_in_process(record["SecretArn"], secret_text(record))
    return answer


def _describe(data: dict[str, Any]) -> Answer:
    answer = describe(data)
    if answer[0] != 200:
        return answer
    return _with(answer, AuthParameters=_shown(json.loads(answer[2])["AuthParameters"]))


def _delete(data: dict[str, Any]) -> Answer:
    record = eventbridge._connections.get(data.get("Name"))
    answer = delete(data)
    if answer[0] == 200 and record:
        secretsmanager.delete_secret_in_process(record["SecretArn"])
    return answer


def _deauthorize(data: dict[str, Any]) -> Answer:
    answer = deauthorize(data)
    if answer[0] == 200:
        record = eventbridge._connections[data["Name"]]
        secretsmanager.put_secret_value_in_process(record["SecretArn"], "{}")
    return answer


def secret_text(record: dict[str, Any]) -> str:
    """Return the text of the secret."""
    given = record["AuthParameters"]
    secret: dict[str, Any] = {}
    for kind in ("ApiKeyAuthParameters", "BasicAuthParameters"):
        secret |= {_snake(key): value for key, value in (given.get(kind) or {}).items()}
    if oauth := given.get("OAuthParameters"):
        client = oauth.get("ClientParameters") or {}
        secret |= {
            "authorization_endpoint": oauth["AuthorizationEndpoint"],
            "http_method": oauth["HttpMethod"],
            "client_id": client.get("ClientID", ""),
            "client_secret": client.get("ClientSecret", ""),
            "oauth_http_parameters": _parameters(oauth.get("OAuthHttpParameters")),
        }
    return json.dumps(secret | {"invocation_http_parameters": _parameters(given.get("InvocationHttpParameters"))})


def _parameters(given: dict[str, Any] | None) -> dict[str, Any]:
    return {
        _snake(kind): [{_snake(key): value for key, value in one.items()} for one in ones] for kind, ones in (given or {}).items()
    }


def _shown(given: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters of a connection without what is secret."""
    shown: dict[str, Any] = {kind: {key: given[kind][key] for key in keys} for kind, keys in SHOWN.items() if given.get(kind)}
    if oauth := given.get("OAuthParameters"):
        client = {"ClientID": (oauth.get("ClientParameters") or {}).get("ClientID")}
        shown["OAuthParameters"] = oauth | {"ClientParameters": client}
        if more := oauth.get("OAuthHttpParameters"):
            shown["OAuthParameters"] |= {"OAuthHttpParameters": _without_secrets(more)}
    if more := given.get("InvocationHttpParameters"):
        shown["InvocationHttpParameters"] = _without_secrets(more)
    return shown


def _without_secrets(parameters: dict[str, Any]) -> dict[str, Any]:
    return {
        kind: [{key: value for key, value in one.items() if key != "Value" or not one.get("IsValueSecret")} for one in ones]
        for kind, ones in parameters.items()
    }


def _with(answer: Answer, **fields: Any) -> Answer:
    status, headers, body = answer
    answered: Answer = eventbridge.json_response(json.loads(body) | fields)
    return status, headers, answered[2]


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() and index else letter.lower() for index, letter in enumerate(name))
