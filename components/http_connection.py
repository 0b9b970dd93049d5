"""A connection to an HTTP API. EventBridge keeps the credentials in a secret of its own, and Step Functions adds them to requests.

No state machine, function or output has them. In Pulumi's state they are encrypted.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection.html
"""

import re
from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict, cast

import pulumi
import pulumi_aws as aws

from components import plain_args
from components.platform_outputs import Platform, with_platform

NAME = re.compile(r"[.\-_A-Za-z0-9]{1,64}")
"""https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateConnection.html"""
KINDS = {"api_key": "API_KEY", "basic": "BASIC", "oauth": "OAUTH_CLIENT_CREDENTIALS"}


class ApiKeyArgs(TypedDict):
    """A key in a header."""

    header: pulumi.Input[str]
    """The header's name."""
    value: pulumi.Input[str]
    """The header's value: the key. It is kept as a secret."""


class BasicArgs(TypedDict):
    """A user and a password."""

    user: pulumi.Input[str]
    """The user's name."""
    password: pulumi.Input[str]
    """The user's password. It is kept as a secret."""


class OAuthArgs(TypedDict):
    """A client that gets access tokens by the grant client_credentials."""

    token_url: pulumi.Input[str]
    """Where the tokens come from, by POST."""
    client_id: pulumi.Input[str]
    """The client's id."""
    client_secret: pulumi.Input[str]
    """The client's secret. It is kept as a secret."""
    scope: NotRequired[pulumi.Input[str]]
    """The scope of the token. Default: the request names none."""


class HttpConnectionArgs(TypedDict):
    """The args of an HttpConnection. Exactly one of `api_key`, `basic` and `oauth`."""

    platform: pulumi.Input[Mapping[str, Any]]
    """The `outputs` of the AgentPlatform."""
    api_key: NotRequired[ApiKeyArgs]
    """A key in a header."""
    basic: NotRequired[BasicArgs]
    """A user and a password."""
    oauth: NotRequired[OAuthArgs]
    """A client that gets access tokens."""


class HttpConnection(pulumi.ComponentResource):
    """An EventBridge connection, whose ARN a tool of the kind `http` takes.

    In AWS it has the component's name after the prefix of the platform, 64 characters at most.
    """

    connection_arn: pulumi.Output[str]
    """The `connection_arn` of a tool."""

    def __init__(self, name: str, args: HttpConnectionArgs, opts: pulumi.ResourceOptions | None = None):
        given = plain_args.read("HttpConnection", name, args, HttpConnectionArgs)
        platform = given.pop("platform")
        if len(given) != 1:
            kinds = " and ".join(given) or "none"
            raise plain_args.refused("HttpConnection", name, f"it has {kinds} of {', '.join(KINDS)}. Allowed: exactly one")
        super().__init__("step-functions-agents:index:HttpConnection", name, None, opts)
        made = with_platform("HttpConnection", name, platform, lambda known: self._make(name, given, known))
        self.connection_arn = pulumi.Output.from_input(cast(pulumi.Input[str], made))
        self.register_outputs({"connection_arn": self.connection_arn})

    def _make(self, name: str, given: Mapping[str, Any], platform: Platform) -> pulumi.Output[str]:
        """Make the connection and return its ARN."""
        physical_name = f"{platform.name_prefix}{name}"
        if not NAME.fullmatch(physical_name):
            problem = f"its name in AWS would be {physical_name}. Allowed: 1 to 64 letters, digits and .-_"
            raise plain_args.refused("HttpConnection", name, problem)
        [kind] = given
        made = aws.cloudwatch.EventConnection(
            f"{name}-connection",
            name=physical_name,
            authorization_type=KINDS[kind],
            auth_parameters=pulumi.Output.secret(_parameters(given)),
            kms_key_identifier=platform.rules.kms_key_arn,
            opts=pulumi.ResourceOptions(parent=self, additional_secret_outputs=["auth_parameters"]),
        )
        arn: pulumi.Output[str] = made.arn
        return arn


def _parameters(args: Mapping[str, Any]) -> dict[str, Any]:
    if api_key := args.get("api_key"):
        return {"api_key": {"key": api_key["header"], "value": api_key["value"]}}
    if basic := args.get("basic"):
        return {"basic": {"username": basic["user"], "password": basic["password"]}}
    oauth = args["oauth"]
    scope = [{"key": "scope", "value": oauth["scope"], "is_value_secret": False}] if oauth.get("scope") else []
    grant = {"key": "grant_type", "value": "client_credentials", "is_value_secret": False}
    return {
        "oauth": {
            "authorization_endpoint": oauth["token_url"],
            "http_method": "POST",
            "client_parameters": {"client_id": oauth["client_id"], "client_secret": oauth["client_secret"]},
            "oauth_http_parameters": {"bodies": [grant, *scope]},
        }
    }
