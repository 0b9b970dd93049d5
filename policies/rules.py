"""The rules as functions: each takes the type and the properties of a resource and returns what is wrong with it. Pure: no Pulumi.

A property whose value isn't known yet, as in a preview, is left out and not judged.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from exceptions import STARS

Properties = Mapping[str, Any]
Rule = Callable[[str, Properties], Iterator[str]]

# The beginnings of API keys, private keys and AWS's own keys, and names that hold such. ARNs of secrets are fine.
_KEY = re.compile(r"\b(sk-[A-Za-z0-9_-]{16,}|AIza[0-9A-Za-z_-]{30,}|pplx-[A-Za-z0-9]{20,}|(AKIA|ASIA)[A-Z0-9]{16})|-----BEGIN ")
_NAME_OF_A_KEY = re.compile(r"(?i)(^|_)(api_?key|secret_?key|password|token)$")


def roles_name_what_they_may_do(kind: str, given: Properties) -> Iterator[str]:
    """No statement of a role allows all actions, all actions of a service, or all resources without a reason in exceptions.py."""
    if kind not in ("aws:iam/rolePolicy:RolePolicy", "aws:iam/policy:Policy"):
        return
    for statement in _statements(given.get("policy")):
        if statement.get("Effect") != "Allow":
            continue
        sid = statement.get("Sid", "without a Sid")
        if "NotAction" in statement or any(action == "*" or action.endswith(":*") for action in _list(statement.get("Action"))):
            yield f"the statement {sid} allows all actions: name them"
        if ("NotResource" in statement or "*" in _list(statement.get("Resource"))) and sid not in STARS:
            yield f"the statement {sid} allows all resources: name them, or give the reason in policies/exceptions.py"


def services_alone_assume_roles(kind: str, given: Properties) -> Iterator[str]:
    """Services assume the roles, and Step Functions does for its own state machine alone."""
    if kind != "aws:iam/role:Role":
        return
    for statement in _statements(given.get("assumeRolePolicy")):
        principal = statement.get("Principal")
        if not isinstance(principal, dict) or set(principal) != {"Service"}:
            yield f"{json.dumps(principal)} may assume the role: a service alone may"
        elif "states.amazonaws.com" in _list(principal["Service"]) and "aws:SourceAccount" not in json.dumps(
            statement.get("Condition", {})
        ):
            yield "Step Functions assumes the role without a condition on aws:SourceAccount"


def buckets_are_private(kind: str, given: Properties) -> Iterator[str]:
    """Block Public Access is on, access lists are off, and requests without TLS are denied."""
    if kind == "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock":
        for block in ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"):
            if given.get(block) is not True:
                yield f"{block} is off"
    enforced = {"objectOwnership": "BucketOwnerEnforced"}
    if kind == "aws:s3/bucketOwnershipControls:BucketOwnershipControls" and given.get("rule") != enforced:
        yield "access lists are on: objectOwnership has to be BucketOwnerEnforced"
    if kind == "aws:s3/bucketPolicy:BucketPolicy" and "policy" in given:
        statements = list(_statements(given["policy"]))
        if not any(
            one.get("Effect") == "Deny" and one.get("Condition") == {"Bool": {"aws:SecureTransport": "false"}} for one in statements
        ):
            yield "the policy of the bucket doesn't deny requests without TLS"
        if any(one.get("Effect") == "Allow" and one.get("Principal") in ("*", {"AWS": "*"}) for one in statements):
            yield "the policy of the bucket lets everybody in"


def logs_expire(kind: str, given: Properties) -> Iterator[str]:
    """Every log group deletes its lines after some days."""
    if kind == "aws:cloudwatch/logGroup:LogGroup" and not given.get("retentionInDays"):
        yield "its lines are kept for ever: set retentionInDays"


def functions_hold_no_secret(kind: str, given: Properties) -> Iterator[str]:
    """No environment of a function holds a key. It holds the ARN of a secret."""
    if kind != "aws:lambda/function:Function":
        return
    for name, value in ((given.get("environment") or {}).get("variables") or {}).items():
        if isinstance(value, str) and (_KEY.search(value) or (_NAME_OF_A_KEY.search(name) and not value.startswith("arn:"))):
            yield f"the environment variable {name} holds a key: keep it in Secrets Manager, and give the function its ARN"


def functions_have_no_url(kind: str, given: Properties) -> Iterator[str]:
    """State machines call the functions, and nobody else does."""
    if kind == "aws:lambda/functionUrl:FunctionUrl":
        yield "a function has a URL, by which others than the state machines could call it"
    if kind == "aws:lambda/permission:Permission" and given.get("principal") == "*":
        yield "everybody may call the function"


def state_machines_log(kind: str, given: Properties) -> Iterator[str]:
    """Every state machine logs, at least its failures, and no word of a conversation."""
    if kind != "aws:sfn/stateMachine:StateMachine":
        return
    logging = given.get("loggingConfiguration") or {}
    if logging.get("level", "OFF") not in ("ALL", "ERROR"):
        yield f"its logging level is {logging.get('level', 'OFF')}: ALL or ERROR"
    if logging.get("includeExecutionData"):
        yield "its log holds what people ask and what tools answer: includeExecutionData has to be false"


RULES: dict[str, Rule] = {
    "roles-name-what-they-may-do": roles_name_what_they_may_do,
    "services-alone-assume-roles": services_alone_assume_roles,
    "buckets-are-private": buckets_are_private,
    "logs-expire": logs_expire,
    "functions-hold-no-secret": functions_hold_no_secret,
    "functions-have-no-url": functions_have_no_url,
    "state-machines-log": state_machines_log,
}


def _statements(document: Any) -> Iterator[dict[str, Any]]:
    """Return the statements of a policy. One that isn't known yet has none."""
    if isinstance(document, str):
        try:
            document = json.loads(document)
        except ValueError:
            return
    if isinstance(document, dict):
        yield from (one for one in _list(document.get("Statement")) if isinstance(one, dict))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
