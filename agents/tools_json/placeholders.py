"""The placeholders that ARNs of a tools.json may hold, like `${region}`. A deployment fills them in."""

import re

PLACEHOLDERS = ("partition", "region", "account", "project", "stack")
"""Their names. A text holds one as `${name}`."""

PARTITIONS = ("aws", "aws-cn", "aws-us-gov", "aws-eusc")
"""The partitions that an ARN may name in place of the placeholder."""

_PLACEHOLDER = re.compile(r"\$\{([^}]*)\}|\$")


def problem(text: str) -> str | None:
    """Return what is wrong with the placeholders of a text, or None."""
    wrong = next((found[0] for found in _PLACEHOLDER.finditer(text) if found[1] not in PLACEHOLDERS), None)
    if wrong is None:
        return None
    return f"there is no placeholder {wrong}. Allowed are {', '.join(f'${{{name}}}' for name in PLACEHOLDERS)}"


def problem_of_a_partition(given: str) -> str | None:
    """Return what is wrong with the partition of an ARN, or None."""
    if given == "${partition}" or given in PARTITIONS:
        return None
    return f"allowed as its partition is ${{partition}}, or one of {', '.join(PARTITIONS)}"
