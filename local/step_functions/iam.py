"""IAM in front of Step Functions. MiniStack decides who may call an operation and which role a state machine may have."""

import json
import os
import re
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

import boto3
from botocore.exceptions import ClientError
from botocore.session import get_session
from ministack.core import sigv4

from local.step_functions.clients import assume
from local.step_functions.errors import AccessDeniedExceptionError, ApiError

WAITS_FOR_A_RUN = re.compile(r":states:startExecution\.sync\b")
MANAGED_RULE = "StepFunctionsGetEventsForStepFunctionsExecutionRule"

SERVICE_PRINCIPAL = "states.amazonaws.com"

# A root key may do everything: MiniStack would even carry out its request, on a state machine of its own. So this service checks
# the signature itself.
ROOT_KEYS = re.compile(r"Credential=(test|\d{12})/")

# MiniStack lets a request in if it answers one of these types: the errors of Step Functions itself. Any other answer refuses it.
LET_IN = frozenset(
    {shape.name for shape in get_session().get_service_model("stepfunctions").error_shapes}
    | {"InvalidAction", "SerializationException", "UnknownOperationException"}
)

# The signed headers. The other headers belong to the connection.
SIGNED = ("authorization", "content-type", "host", "x-amz-date", "x-amz-security-token", "x-amz-target")


class Iam:
    """Asks the MiniStack at `endpoint` what IAM allows."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self._iam = boto3.client("iam", endpoint_url=endpoint)
        self._sts = boto3.client("sts", endpoint_url=endpoint)
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def check_caller(self, headers: Mapping[str, str], body: bytes) -> None:
        """Raise MiniStack's error if the signer of a request may not make it.

        The signed request is sent to MiniStack's own Step Functions, which checks signature and policies first. Its later error,
        that no such state machine exists, means that it has let the request in.
        headers: by name in lower case.
        """
        signature = headers.get("authorization", "")
        if ROOT_KEYS.search(signature):
            _check_root(headers, body)
            return
        shown = {name: value for name, value in headers.items() if name in SIGNED}
        try:
            self._opener.open(urllib.request.Request(self._endpoint, data=body, headers=shown, method="POST"), timeout=10).close()
        except urllib.error.HTTPError as error:
            answer = _json(error.read())
            if error.code != 400 or type_of(answer) not in LET_IN:
                raise DeniedError(answer) from None

    def check_role(self, role_arn: str, machine_arn: str) -> None:
        """Raise AWS's error for a role that doesn't exist or doesn't trust Step Functions to run this state machine."""
        try:
            role = self._iam.get_role(RoleName=role_arn.rsplit("/", 1)[-1])["Role"]
        except ClientError as error:
            raise AccessDeniedExceptionError(f"The role '{role_arn}' can't be used: {error}") from error
        trusts = any(_trusts_states(statement) for statement in _list(role["AssumeRolePolicyDocument"]["Statement"]))
        if not trusts or not self._can_assume(role_arn, machine_arn):
            raise AccessDeniedExceptionError(
                f"Neither the global service principal {SERVICE_PRINCIPAL}, nor the regional one is authorized to assume "
                f"the provided role '{role_arn}'."
            )

    def check_waiting(self, role_arn: str, definition: str) -> None:
        """Raise AWS's error for a definition that waits for other runs, with a role that may not hear of their end.

        https://docs.aws.amazon.com/step-functions/latest/dg/stepfunctions-iam.html
        """
        if not WAITS_FOR_A_RUN.search(definition):
            return
        account, name = role_arn.split(":")[4], role_arn.rpartition("/")[2]
        rule = f"arn:aws:events:{self._iam.meta.region_name}:{account}:rule/{MANAGED_RULE}"
        decided = self._iam.simulate_principal_policy(
            PolicySourceArn=f"arn:aws:iam::{account}:role/{name}",
            ActionNames=["events:PutTargets", "events:PutRule", "events:DescribeRule"],
            ResourceArns=[rule],
        )
        if any(each["EvalDecision"] != "allowed" for each in decided["EvaluationResults"]):
            raise AccessDeniedExceptionError(f"'{role_arn}' is not authorized to create managed-rule.")

    def _can_assume(self, role_arn: str, machine_arn: str) -> bool:
        """Return whether the conditions of the role's trust policy are fulfilled."""
        try:
            assume(self._sts, role_arn, machine_arn)
        except ClientError as error:
            return bool(error.response["Error"]["Code"] != "AccessDenied")
        return True


class DeniedError(ApiError):
    """MiniStack denied the request. Its answer is passed on."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__(answer.get("message") or answer.get("Message") or "Access denied")
        self._type = type_of(answer) or "AccessDeniedException"

    @property
    def type(self) -> str:
        return self._type


def type_of(answer: dict[str, Any]) -> str:
    return str(answer.get("__type", "")).rpartition("#")[2]


def _check_root(headers: Mapping[str, str], body: bytes) -> None:
    """Raise DeniedError if a request wasn't signed just now with the secret of the stack's root."""
    signature = sigv4.parse_header_signature(headers)
    if isinstance(signature, tuple):
        failure: tuple[str, str] | None = signature
    else:
        failure = sigv4.request_time_failure(signature) or sigv4.header_signature_failure(
            signature, os.environ["AWS_SECRET_ACCESS_KEY"], "POST", "/", {}, headers, body
        )
    if failure:
        raise DeniedError({"__type": "InvalidSignatureException", "message": failure[1]})


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
        answer: dict[str, Any] = json.loads(body)
    except ValueError:
        return {"message": body.decode(errors="replace")[:500]}
    return answer
