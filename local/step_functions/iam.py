"""IAM in front of the engine: who may call an operation, and which role a state machine may have. MiniStack decides both."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

import boto3
from botocore.exceptions import ClientError

from local.step_functions.errors import AccessDeniedExceptionError, ApiError

SERVICE_PRINCIPAL = "states.amazonaws.com"

# The root of an account may do everything, and MiniStack would carry a root's request out on a state machine of its own.
ROOT_KEYS = re.compile(r"Credential=(test|\d{12})/")

# The answers to a request whose signature is wrong, which have status 400. (`InvalidToken` is about a page.)
REFUSALS = re.compile("Signature|UnrecognizedClient|ExpiredToken|ClientTokenId|AuthenticationToken")

# Part of what is signed; the rest of the headers belongs to the connection.
SIGNED = ("authorization", "content-type", "host", "x-amz-date", "x-amz-security-token", "x-amz-target")


class Iam:
    """Asks the MiniStack at `endpoint`."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self._iam = boto3.client("iam", endpoint_url=endpoint)
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def check_caller(self, headers: Mapping[str, str], body: bytes) -> None:
        """Raises the error that MiniStack answers a request with which its signer may not make. headers: by name in lower case.

        The signed request is shown to MiniStack's own Step Functions. That checks signature and policies first; that it
        then knows no such state machine is of no interest.
        """
        signature = headers.get("authorization", "")
        if ROOT_KEYS.search(signature):
            return
        shown = {name: value for name, value in headers.items() if name in SIGNED}
        try:
            self._opener.open(urllib.request.Request(self._endpoint, data=body, headers=shown, method="POST"), timeout=10).close()
        except urllib.error.HTTPError as error:
            answer = _json(error.read())
            if error.code == 403 or REFUSALS.search(answer.get("__type", "")):
                raise DeniedError(answer) from None

    def check_role(self, role_arn: str) -> None:
        """Raises the error of AWS for a role that isn't there or doesn't trust Step Functions."""
        try:
            role = self._iam.get_role(RoleName=role_arn.rsplit("/", 1)[-1])["Role"]
        except ClientError as error:
            raise AccessDeniedExceptionError(f"The role '{role_arn}' can't be used: {error}") from error
        if not any(_trusts_states(statement) for statement in _list(role["AssumeRolePolicyDocument"]["Statement"])):
            raise AccessDeniedExceptionError(
                f"Neither the global service principal {SERVICE_PRINCIPAL}, nor the regional one is authorized to assume "
                f"the provided role '{role_arn}'."
            )


class DeniedError(ApiError):
    """What MiniStack answered, passed on."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__(answer.get("message") or answer.get("Message") or "Access denied")
        self._type = str(answer.get("__type", "AccessDeniedException")).rpartition("#")[2]

    @property
    def type(self) -> str:
        return self._type


def _trusts_states(statement: dict[str, Any]) -> bool:
    principal = statement.get("Principal", {})
    services = _list(principal.get("Service", [])) if isinstance(principal, dict) else []
    return (
        statement.get("Effect") == "Allow"
        and "sts:AssumeRole" in _list(statement.get("Action", []))
        and any(re.fullmatch(r"states(\.[a-z0-9-]+)?\.amazonaws\.com", service) for service in services)
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _json(body: bytes) -> dict[str, Any]:
    try:
        return json.loads(body)
    except ValueError:
        return {"message": body.decode(errors="replace")[:500]}
