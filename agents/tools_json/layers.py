"""Checks the `layers` of a tools.json: versions of Lambda layers, which lie below the code of the folder's function."""

import json
import re
from collections.abc import Sequence

from agents.tools_json import placeholders

_ARN = re.compile(
    r"arn:(?P<partition>[^:]+):lambda:(\$\{region\}|[a-z0-9-]+):(\$\{account\}|[0-9]{12}):"
    r"layer:([A-Za-z0-9_-]|\$\{(project|stack)\})+:[0-9]+"
)


def problems(layers: Sequence[str]) -> list[str]:
    """Return a sentence for each thing that is wrong with layers that fit `tools.schema.json`."""
    return [f"layers[{at}] is {json.dumps(arn)}: {problem}" for at, arn in enumerate(layers) if (problem := _problem(arn))]


def _problem(arn: str) -> str | None:
    if problem := placeholders.problem(arn):
        return problem
    found = _ARN.fullmatch(arn)
    if not found:
        return "allowed is the ARN of a version of a layer, like arn:${partition}:lambda:${region}:${account}:layer:fonts:3"
    return placeholders.problem_of_a_partition(found["partition"])
