"""The connection to an HTTP API."""

from typing import Any

import pulumi
import pytest

from components.agent import Agent
from components.http_connection import HttpConnection
from components.plain_args import ArgsError
from tests.components.deployment import Deployment, deploy
from tests.components.platforms import KEY as KMS_KEY
from tests.components.platforms import platform

# How Pulumi marks a secret: https://www.pulumi.com/docs/iac/concepts/secrets/
SIGNATURE, SECRET = "4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270"

KEY = {"api_key": {"header": "X-Api-Key", "value": pulumi.Output.secret("hush")}}


def deployed(kind: dict[str, Any], name: str = "rates", **of_platform: Any) -> tuple[Deployment, str]:
    return deploy(lambda: HttpConnection(name, {"platform": platform(**of_platform), **kind}).connection_arn)


def test_it_is_an_eventbridge_connection_with_the_name_of_the_stack_in_front() -> None:
    deployment, arn = deployed(KEY)
    assert deployment.tree() == {
        "HttpConnection/rates": ["EventConnection/rates-connection"],
        "the stack": ["HttpConnection/rates"],
    }
    made = deployment.of("EventConnection/rates-connection")
    assert made["name"] == f"{platform()['name_prefix']}rates"
    assert made["authorizationType"] == "API_KEY"
    assert arn == "arn:EventConnection/rates-connection"


@pytest.mark.parametrize(
    ("kind", "type", "parameters"),
    [
        (KEY, "API_KEY", {"apiKey": {"key": "X-Api-Key", "value": "hush"}}),
        ({"basic": {"user": "u", "password": "p"}}, "BASIC", {"basic": {"username": "u", "password": "p"}}),
        (
            {"oauth": {"token_url": "https://example.com/token", "client_id": "c", "client_secret": "s", "scope": "read"}},
            "OAUTH_CLIENT_CREDENTIALS",
            {
                "oauth": {
                    "authorizationEndpoint": "https://example.com/token",
                    "httpMethod": "POST",
                    "clientParameters": {"clientId": "c", "clientSecret": "s"},
                    "oauthHttpParameters": {
                        "bodies": [
                            {"key": "grant_type", "value": "client_credentials", "isValueSecret": False},
                            {"key": "scope", "value": "read", "isValueSecret": False},
                        ]
                    },
                }
            },
        ),
    ],
)
def test_each_kind_of_credentials(kind: dict[str, Any], type: str, parameters: dict[str, Any]) -> None:
    made = deployed(kind)[0].of("EventConnection/rates-connection")
    assert made["authorizationType"] == type
    assert made["authParameters"] == {SIGNATURE: SECRET, "value": parameters}


@pytest.mark.parametrize(
    ("kind", "problem"),
    [
        ({}, "it has none of api_key, basic, oauth. Allowed: exactly one"),
        (
            {**KEY, "basic": {"user": "u", "password": "p"}},
            "it has api_key and basic of api_key, basic, oauth. Allowed: exactly one",
        ),
        ({"api_key": {"header": "X-Api-Key"}}, "api_key.value is missing"),
    ],
)
def test_wrong_args_are_refused(kind: dict[str, Any], problem: str) -> None:
    with pytest.raises(ArgsError, match=problem):
        deployed(kind)


def test_a_name_that_is_too_long_for_aws_is_refused() -> None:
    with pytest.raises(ArgsError, match="Allowed: 1 to 64 letters, digits and"):
        deployed(KEY, "x" * 64)


ARN = "arn:aws:events:eu-west-1:123456789012:connection/agents-dev-rates/7c1c2c0e"


def an_agent(of_platform: dict[str, Any] | None = None, **call: Any) -> Deployment:
    """An agent with an HTTP API, whose connection is known only when it is made."""
    schema = {"type": "object", "properties": {}, "additionalProperties": False}
    http = {"method": "GET", "url": "https://api.example.com/rates", "connection_arn": pulumi.Output.from_input(ARN), **call}
    flags = {"reads_data": False, "sends_out": False}
    tool = {"name": "get_rates", "description": "Gets.", "input_schema": schema, "http": http, **flags}
    args = {
        "platform": platform(**(of_platform or {})),
        "description": "Asks.",
        "system_prompt": "Ask.",
        "output_schema": schema,
        "tools": [tool],
    }
    return deploy(lambda: Agent("asker", args).outputs)[0]


def test_an_agent_with_an_http_api_may_do_what_that_needs() -> None:
    statements = an_agent().statements("RolePolicy/asker-policy")
    [call] = [each for each in statements if each["Action"] == ["states:InvokeHTTPEndpoint"]]
    machine = "arn:aws:states:eu-west-1:123456789012:stateMachine:agents-dev-asker"
    assert call["Resource"] == [machine, f"{machine}:*"]
    assert call["Condition"]["StringLike"] == {"states:HTTPEndpoint": ["https://api.example.com/rates"]}
    [retrieve] = [each for each in statements if each["Action"] == ["events:RetrieveConnectionCredentials"]]
    assert retrieve["Resource"] == [ARN]


def test_a_key_of_the_account_encrypts_the_credentials_and_the_agent_may_decrypt_them() -> None:
    made = deployed(KEY, kms_key_arn=KMS_KEY)[0].of("EventConnection/rates-connection")
    assert made["kmsKeyIdentifier"] == KMS_KEY
    statements = an_agent({"kms_key_arn": KMS_KEY}).statements("RolePolicy/asker-policy")
    [use] = [each for each in statements if each["Sid"] == "UseKey"]
    assert use["Condition"] == {"StringEquals": {"kms:ViaService": ["secretsmanager.eu-west-1.amazonaws.com"]}}
    assert use["Resource"] == [KMS_KEY]


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        ({"url": "http://api.example.com/"}, "it has to begin with https://"),
        ({"query": {"q": "{% $input.none %}"}}, r"query.q is .*\$input has no field 'none'"),
    ],
)
def test_what_is_wrong_with_an_http_api_is_said_before_its_connection_is_there(call: dict[str, Any], problem: str) -> None:
    with pytest.raises(ArgsError, match=problem):
        an_agent(**call)
