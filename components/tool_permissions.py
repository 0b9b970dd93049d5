"""The statements of a tool function's role that its `tools.json` asks for as `permissions`."""

import re
from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from components import iam
from components.tool_folder import Permission

ACCOUNT = "account"

_PLACEHOLDER = re.compile(r"\$\{(\w+)\}")


def statements(permissions: Sequence[Permission], placeholders: Mapping[str, str]) -> list[iam.Statement]:
    """Return a statement for each permission.

    placeholders: the value of each placeholder but `account`. The account is asked for if a resource names it.
    """
    values = values_of([resource for permission in permissions for resource in permission.resources], placeholders)
    return [
        iam.allow(f"Permission{at}", permission.actions, *(filled(resource, values) for resource in permission.resources))
        for at, permission in enumerate(permissions)
    ]


def values_of(arns: Sequence[str], placeholders: Mapping[str, str]) -> dict[str, pulumi.Input[str]]:
    """Return the value of each placeholder. The account is asked for if one of these ARNs names it."""
    values: dict[str, pulumi.Input[str]] = dict(placeholders)
    if any(f"${{{ACCOUNT}}}" in arn for arn in arns):
        values[ACCOUNT] = aws.get_caller_identity_output().account_id
    return values


def filled(arn: str, values: Mapping[str, pulumi.Input[str]]) -> pulumi.Input[str]:
    """Return an ARN with its placeholders filled in."""
    # Every second part is the name of a placeholder.
    parts = _PLACEHOLDER.split(arn)
    filled = [values[part] if at % 2 else part for at, part in enumerate(parts)]
    return pulumi.Output.concat(*filled) if ACCOUNT in parts[1::2] else "".join(str(part) for part in filled)
