"""The layers of a tool function that its `tools.json` names."""

from collections.abc import Mapping, Sequence

import pulumi

from components.tool_permissions import filled


def arns(layers: Sequence[str], placeholders: Mapping[str, pulumi.Input[str]]) -> list[pulumi.Input[str]]:
    """Return the ARNs of the layers' versions, with the placeholders filled in."""
    return [filled(layer, placeholders) for layer in layers]
