"""EventBridge's connections: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateConnection.html."""

from typing import Any, ClassVar

from ..connections import Aws
from ..naming import AutoName
from ..resource_type import ResourceType, Values
from .spelling import present, to_aws


class EventConnection(ResourceType):
    """Credentials for an HTTP API. AWS keeps them in a secret of its own and never shows them."""

    token = "aws:cloudwatch/eventConnection:EventConnection"
    settable = frozenset({"authParameters", "authorizationType", "description", "kmsKeyIdentifier", "name"})
    computed = frozenset({"arn", "secretArn"})
    replace_on = frozenset({"name"})
    defaults: ClassVar[Values] = {"description": ""}
    auto_name = AutoName("name", 64)

    def create(self, aws: Aws, inputs: Values) -> str:
        aws.client("events").create_connection(**_connection(inputs))
        name: str = inputs["name"]
        return name

    def read(self, aws: Aws, resource_id: str, state: Values) -> Values:
        found = aws.client("events").describe_connection(Name=resource_id)
        return {
            "arn": found["ConnectionArn"],
            "authParameters": state.get("authParameters"),
            "authorizationType": found["AuthorizationType"],
            "description": found.get("Description", ""),
            # MiniStack takes a key, encrypts nothing with it, and doesn't tell it.
            "kmsKeyIdentifier": state.get("kmsKeyIdentifier"),
            "name": found["Name"],
            # MiniStack has a secret by local/emulator_connections.py alone, which the plugin's own tests do without.
            "secretArn": found.get("SecretArn", ""),
        }

    def update(self, aws: Aws, resource_id: str, old: Values, new: Values) -> None:
        aws.client("events").update_connection(**_connection(new))

    def delete(self, aws: Aws, resource_id: str, state: Values) -> None:
        aws.client("events").delete_connection(Name=resource_id)


def _connection(inputs: Values) -> dict[str, Any]:
    given = inputs["authParameters"]
    api_key = given.get("apiKey")
    parameters = {
        "ApiKeyAuthParameters": api_key and {"ApiKeyName": api_key["key"], "ApiKeyValue": api_key["value"]},
        "BasicAuthParameters": to_aws(given.get("basic")),
        "OAuthParameters": _oauth(given["oauth"]) if given.get("oauth") else None,
        "InvocationHttpParameters": _http(given.get("invocationHttpParameters")),
    }
    request = {
        "Name": inputs["name"],
        "AuthorizationType": inputs["authorizationType"],
        "AuthParameters": present(parameters),
        "Description": inputs.get("description"),
        "KmsKeyIdentifier": inputs.get("kmsKeyIdentifier"),
    }
    return present(request)


def _oauth(given: Values) -> dict[str, Any]:
    client = given.get("clientParameters")
    request = {
        "AuthorizationEndpoint": given["authorizationEndpoint"],
        "HttpMethod": given["httpMethod"],
        "ClientParameters": client and {"ClientID": client["clientId"], "ClientSecret": client["clientSecret"]},
        "OAuthHttpParameters": _http(given["oauthHttpParameters"]),
    }
    return present(request)


def _http(given: Values | None) -> dict[str, Any] | None:
    if not given:
        return None
    kinds = {"bodies": "BodyParameters", "headers": "HeaderParameters", "queryStrings": "QueryStringParameters"}
    return {there: to_aws(given[name]) for name, there in kinds.items() if given.get(name)}


TYPES = (EventConnection(),)
