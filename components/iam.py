"""Policies as data: who may assume a role, and what a role may do. Components pass statements to where a role is made."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from components.plain_args import refused

Statement = dict[str, Any]
"""One statement of a policy. Its `Resource` may hold outputs."""

_VERSION = "2012-10-17"

MOST_IN_A_ROLE = 10_240
"""Characters without white space: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""


def allow(sid: str, actions: Sequence[str], *resources: pulumi.Input[str], only_if: Mapping[str, Any] | None = None) -> Statement:
    """Return a statement that allows exactly these actions on exactly these ARNs.

    sid: letters and digits, unique in its policy.
    only_if: the conditions under which the statement holds.
    """
    statement = {"Sid": sid, "Effect": "Allow", "Action": list(actions), "Resource": list(resources)}
    return statement | {"Condition": dict(only_if)} if only_if else statement


def refuse_code(sid: str, *actions: str, but_for: Sequence[str] = ()) -> Statement:
    """Return a statement that refuses actions to the code in a function, and not to Lambda itself, which has the same role.

    but_for: the actions that stay. Give either these or `actions`.

    Requests of the code name its function, and those by which Lambda connects a function to a VPC don't:
    https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
    """
    what = {"NotAction": list(but_for)} if but_for else {"Action": list(actions)}
    by_code = {"Null": {"lambda:SourceFunctionArn": "false"}}
    return {"Sid": sid, "Effect": "Deny", **what, "Resource": ["*"], "Condition": by_code}


def document(statements: pulumi.Input[Sequence[Statement]]) -> pulumi.Output[str]:
    """Return a policy as JSON."""
    return pulumi.Output.json_dumps({"Version": _VERSION, "Statement": statements})


def policy_of_a_role(component: str, name: str, statements: pulumi.Input[Sequence[Statement]]) -> pulumi.Output[str]:
    """Return the one policy of a role, as JSON. Raises ArgsError if AWS would refuse it for its size.

    component, name: whose role it is.
    """

    def fitting(policy: str) -> str:
        size = len("".join(policy.split()))
        if size > MOST_IN_A_ROLE:
            problem = f"the policy of its role would have {size:,} characters. Allowed: {MOST_IN_A_ROLE:,}"
            raise refused(component, name, f"{problem}. Give it fewer tools, or permissions with fewer and shorter ARNs")
        return policy

    return document(statements).apply(fitting)


def assumed_by(service: str, only_if: Mapping[str, Any] | None = None) -> pulumi.Output[str]:
    """Return the trust policy, as JSON, of a role for a service like `lambda.amazonaws.com`.

    only_if: conditions on what the service says of itself. A service that doesn't say it can't assume the role any more.
    """
    statement: Statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return document([statement | ({"Condition": dict(only_if)} if only_if else {})])


def tracing(*more_actions: str) -> Statement:
    """Return the statement that allows to write X-Ray segments. It has a `*`, because these actions know no resources:
    https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
    """
    return allow("Trace", ["xray:PutTraceSegments", "xray:PutTelemetryRecords", *more_actions], "*")
