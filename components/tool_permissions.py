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
    values: dict[str, pulumi.Input[str]] = dict(placeholders)
    if any(f"${{{ACCOUNT}}}" in resource for permission in permissions for resource in permission.resources):
        values[ACCOUNT] = aws.get_caller_identity_output().account_id
    return [
        iam.allow(f"Permission{at}", permission.actions, *(_filled(resource, values) for resource in permission.resources))
        for at, permission in enumerate(permissions)
    ]


def _filled(resource: str, values: Mapping[str, pulumi.Input[str]]) -> pulumi.Input[str]:
    # Every second part is the name of a placeholder.
    parts = _PLACEHOLDER.split(resource)
    filled = [values[part] if at % 2 else part for at, part in enumerate(parts)]
    return pulumi.Output.concat(*filled) if ACCOUNT in parts[1::2] else "".join(str(part) for part in filled)
