"""How long the Tasks of a state machine take at most."""

import math
from collections.abc import Iterable
from typing import Any

SECONDS_TO_BEGIN = 30
"""How long a call may take to begin: the start of an instance (10 s at most, or else within the function's own timeout), and the
way there. A task waits longer than its function's timeout by this, so that the function always ends first, and no call goes on that
the state machine gave up.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
"""

THROTTLED = ("TooManyRequestsException", "ThrottlingException", "ThrottledException", "StatusCode.429")
"""The ends of names of errors. The retrier that names such an error is for calls that never began.

docs/decisions/0014-a-call-is-made-again-where-that-is-safe.md
"""


def longest_seconds(task: dict[str, Any]) -> int:
    """Return the most seconds that a Task takes with all of its retries."""
    seconds: float = task["TimeoutSeconds"]
    for retrier in task["Retry"]:
        never_began = any(name.endswith(THROTTLED) for name in retrier["ErrorEquals"])
        attempt = min(SECONDS_TO_BEGIN, task["TimeoutSeconds"]) if never_began else task["TimeoutSeconds"]
        wait = retrier.get("IntervalSeconds", 1)
        for _ in range(retrier["MaxAttempts"]):
            seconds += attempt + min(wait, retrier.get("MaxDelaySeconds", wait))
            wait *= retrier.get("BackoffRate", 2.0)
    return math.ceil(seconds)


def longest_seconds_of(states: Iterable[dict[str, Any]]) -> int:
    """Return the most seconds that the Tasks among these states take, one after the other."""
    return sum(longest_seconds(state) for state in states if state["Type"] == "Task")
