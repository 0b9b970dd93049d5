"""An EventBridge connection: its credentials, read with the rights of the state machine's role.

AWS asks for four permissions of the role: to call the endpoint by the method, to retrieve the connection's credentials, and to read
and describe the secret that EventBridge keeps them in.
"""

import base64
import json
import re
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from local.step_functions import clients
from local.step_functions.http_invoke import errors

ARN = re.compile(r"arn:aws[a-z-]*:events:[a-z0-9-]+:\d{12}:connection/([.\-_A-Za-z0-9]{1,64})(/[a-f0-9-]+)?")

Parameters = dict[str, str]


@dataclass(frozen=True)
class OAuth:
    """How a connection gets its access token."""

    endpoint: str
    method: str
    client_id: str
    client_secret: str = field(repr=False)
    headers: Parameters = field(default_factory=dict, repr=False)
    query: Parameters = field(default_factory=dict, repr=False)
    body: Parameters = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Connection:
    """What a connection adds to a request. Its text form shows no credential."""

    arn: str
    version: str
    """The version of the secret."""
    headers: Parameters = field(default_factory=dict, repr=False)
    query: Parameters = field(default_factory=dict, repr=False)
    body: Parameters = field(default_factory=dict, repr=False)
    oauth: OAuth | None = None


def check_endpoint(region: str, role: Any, machine_arn: str, endpoint: str, method: str) -> None:
    """Raise an HttpTaskError if the role may not call an endpoint by a method."""
    asked = json.dumps({"stateMachineArn": machine_arn, "httpEndpoint": endpoint, "httpMethod": method}).encode()
    if clients.refusal(region, "states", "AWSStepFunctions.InvokeHTTPEndpoint", asked, role) is not None:
        cause = (
            f"AWS Step Functions is not authorized to perform states:InvokeHTTPEndpoint on API Endpoint {endpoint}. "
            "Ensure that the StateMachine role contains the states:InvokeHTTPEndpoint permission for the given API Endpoint"
        )
        raise errors.HttpTaskError("States.Http.AccessDenied", cause)


def read_connection(region: str, role: Any, arn: str) -> Connection:
    """Return a connection by its ARN. Raise an HttpTaskError if the role may not use it, or if it can't be used."""
    found = ARN.fullmatch(arn)
    if not found:
        raise errors.connection("ResourceNotFound", f"{arn} is no ARN of a connection")
    asked = json.dumps({"ConnectionArn": arn}).encode()
    if clients.refusal(region, "events", "AWSEvents.RetrieveConnectionCredentials", asked, role) is not None:
        raise _denied(arn, "events:RetrieveConnectionCredentials")
    try:
        described = clients.own_client(region, "events", role).describe_connection(Name=found[1])
    except ClientError:
        raise errors.connection("ResourceNotFound", f"The connection {arn} doesn't exist") from None
    if described["ConnectionArn"] != arn:
        raise errors.connection("ResourceNotFound", f"The connection {arn} doesn't exist")
    if described["ConnectionState"] != "AUTHORIZED":
        raise errors.connection("InvalidConnectionState", f"The connection {arn} is {described['ConnectionState']}")
    secrets = clients.client_for(region, "secretsmanager", role)
    try:
        secrets.describe_secret(SecretId=described["SecretArn"])
        secret = secrets.get_secret_value(SecretId=described["SecretArn"])
    except ClientError as error:
        raise _denied(arn, f"secretsmanager:{error.operation_name}") from None
    return _connection(arn, secret["VersionId"], described["AuthorizationType"], json.loads(secret["SecretString"]))


def _denied(arn: str, action: str) -> errors.HttpTaskError:
    return errors.connection("AccessDenied", f"The state machine's role is not authorized to perform {action} for {arn}")


def _connection(arn: str, version: str, kind: str, secret: dict[str, Any]) -> Connection:
    always = secret.get("invocation_http_parameters") or {}
    headers, oauth = _map(always, "header_parameters"), None
    match kind:
        case "API_KEY":
            headers[secret["api_key_name"]] = secret["api_key_value"]
        case "BASIC":
            pair = f"{secret['username']}:{secret['password']}".encode()
            headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
        case _:
            more = secret.get("oauth_http_parameters") or {}
            oauth = OAuth(
                endpoint=secret["authorization_endpoint"],
                method=secret["http_method"],
                client_id=secret["client_id"],
                client_secret=secret["client_secret"],
                headers=_map(more, "header_parameters"),
                query=_map(more, "query_string_parameters"),
                body=_map(more, "body_parameters"),
            )
    return Connection(arn, version, headers, _map(always, "query_string_parameters"), _map(always, "body_parameters"), oauth)


def _map(parameters: dict[str, Any], kind: str) -> Parameters:
    return {one["key"]: one.get("value", "") for one in parameters.get(kind) or []}
