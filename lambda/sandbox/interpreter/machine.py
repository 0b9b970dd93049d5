"""Tells whether this process has a machine for itself, as a function in AWS has. On a laptop its folders are also others'."""

import os
from pathlib import Path

PACKAGE_IN_AWS = Path("/var/task")
"""The folder of a function's package: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html"""


def is_ours_alone() -> bool:
    """Return whether this is a function of AWS's managed Python. Its package lies in a folder that no laptop has."""
    managed = os.environ.get("AWS_EXECUTION_ENV", "").startswith("AWS_Lambda_python")
    return managed and Path(__file__).parent.parent == PACKAGE_IN_AWS
