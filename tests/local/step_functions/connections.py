"""An EventBridge connection for runs without any server: the clients that a state machine's role has."""

from typing import Any

from botocore.exceptions import ClientError

from local.emulator_connections import secret_text

ARN = "arn:aws:events:us-east-1:000000000000:connection/service/7c1c2c0e-0000-4000-8000-000000000000"
KEY = "key-of-the-service"


class Events:
    """A client of EventBridge with one connection."""

    def __init__(self, kind: str, state: str = "AUTHORIZED") -> None:
        self._kind, self._state = kind, state

    def describe_connection(self, Name: str) -> dict[str, Any]:
        if Name != "service":
            raise ClientError({"Error": {"Code": "ResourceNotFoundException", "Message": "none"}}, "DescribeConnection")
        return {"ConnectionArn": ARN, "ConnectionState": self._state, "AuthorizationType": self._kind, "SecretArn": "secret"}


class Secrets:
    """A client of Secrets Manager with the secret of that connection."""

    def __init__(self, parameters: dict[str, Any]) -> None:
        self._text = secret_text({"AuthParameters": parameters})

    def describe_secret(self, SecretId: str) -> dict[str, Any]:
        return {"ARN": SecretId}

    def get_secret_value(self, SecretId: str) -> dict[str, Any]:
        return {"SecretString": self._text, "VersionId": str(hash(self._text))}


def api_key(**more: Any) -> dict[str, Any]:
    return {"ApiKeyAuthParameters": {"ApiKeyName": "x-api-key", "ApiKeyValue": KEY}, **more}


def services(kind: str = "API_KEY", parameters: dict[str, Any] | None = None, state: str = "AUTHORIZED") -> dict[str, Any]:
    """The clients of both, for `tests.in_process.run`."""
    return {"events": Events(kind, state), "secretsmanager": Secrets(parameters or api_key())}


def listed(**parameters: str) -> list[dict[str, str]]:
    """Return the parameters of a connection as EventBridge takes them."""
    return [{"Key": key, "Value": value} for key, value in parameters.items()]
