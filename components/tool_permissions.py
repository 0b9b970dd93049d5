"""The statements of a tool function's role that its `tools.json` asks for as `permissions`."""

import re
from collections.abc import Mapping, Sequence

import pulumi

from components import iam
from components.tool_folder import Permission

ACCOUNT = "account"

_PLACEHOLDER = re.compile(r"\$\{(\w+)\}")


def statements(permissions: Sequence[Permission], placeholders: Mapping[str, pulumi.Input[str]]) -> list[iam.Statement]:
    """Return a statement for each permission.

    placeholders: the value of each placeholder.
    """
    return [
        iam.allow(f"Permission{at}", permission.actions, *(filled(resource, placeholders) for resource in permission.resources))
        for at, permission in enumerate(permissions)
    ]


def filled(arn: str, values: Mapping[str, pulumi.Input[str]]) -> pulumi.Input[str]:
    """Return an ARN with its placeholders filled in."""
    # Every second part is the name of a placeholder.
    parts = _PLACEHOLDER.split(arn)
    filled = [values[part] if at % 2 else part for at, part in enumerate(parts)]
    return pulumi.Output.concat(*filled) if ACCOUNT in parts[1::2] else "".join(str(part) for part in filled)
