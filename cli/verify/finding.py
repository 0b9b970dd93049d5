"""A check, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass

from botocore.exceptions import ClientError

from cli.errors import CommandError

PASSED, FAILED, NOT_SEEN, NOTED = "passed", "failed", "not seen", "noted"
"""NOT_SEEN: nobody looked, and the finding says why. NOTED: a fact that is neither right nor wrong."""

DENIED = ("AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError")
NOT_THERE = ("NotImplemented", "UnknownOperationException", "InvalidAction", "UnsupportedOperation")


class NotSeenError(Exception):
    """Nobody can look here. The message says why."""


@dataclass(frozen=True)
class Finding:
    result: str
    seen: str
    """What was seen, in a few words and without a value of anybody's own."""


@dataclass(frozen=True)
class Check:
    part: str
    promise: str
    """What holds if the check passes."""
    look: Callable[[], Finding]

    def find(self) -> Finding:
        """Return the finding. An error of a check is a finding too, so that the others go on."""
        try:
            return self.look()
        except NotSeenError as error:
            return Finding(NOT_SEEN, str(error))
        except ClientError as error:
            code = error.response["Error"].get("Code", "")
            if code in DENIED:
                return Finding(NOT_SEEN, f"your credentials may not call {error.operation_name}")
            if code in NOT_THERE:
                return Finding(NOT_SEEN, f"{error.operation_name} isn't there")
            return Finding(FAILED, f"{error.operation_name} failed: {code}")
        except CommandError as error:
            return Finding(FAILED, str(error))
        except Exception as error:
            return Finding(FAILED, f"the check itself failed: {type(error).__name__}: {error}")


def passed_if(holds: bool, seen: str) -> Finding:
    return Finding(PASSED if holds else FAILED, seen)
