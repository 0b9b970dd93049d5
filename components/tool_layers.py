"""The layers of a tool function that its `tools.json` names."""

from collections.abc import Mapping, Sequence

import pulumi

from components.tool_permissions import filled, values_of


def arns(layers: Sequence[str], placeholders: Mapping[str, str]) -> list[pulumi.Input[str]]:
    """Return the ARNs of the layers' versions, with the placeholders filled in.

    placeholders: the value of each placeholder but `account`. The account is asked for if an ARN names it.
    """
    values = values_of(layers, placeholders)
    return [filled(layer, values) for layer in layers]
