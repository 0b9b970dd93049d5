"""Delete versions that nothing uses."""

from typing import Any

from botocore.exceptions import ClientError

from cli.ask.clients import reachable
from cli.ask.stack import Stack
from cli.versions.version import Version


def delete(functions: Any, stack: Stack, version: Version) -> None:
    """Delete a version. One that is gone already is no error. Raise UnreachableError."""
    with reachable(stack):
        try:
            # Without a version, Lambda would delete the whole function.
            functions.delete_function(FunctionName=version.function, Qualifier=str(version.number))
        except ClientError as error:
            if error.response["Error"]["Code"] != "ResourceNotFoundException":
                raise
