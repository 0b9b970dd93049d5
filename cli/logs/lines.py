"""The lines of functions' log groups: read each line once, and pick the lines of a run."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from cli.ask.clients import reachable
from cli.ask.stack import Stack
from cli.logs.functions import Function

# CloudWatch shows a line some seconds after it was written. So a new look begins this much before the last known line.
LATE_MS = 60_000
_STARTS = ("START RequestId:", '"type":"platform.start"')
# Lambda's own lines about an invocation, except its report.
_NOISE = ("START RequestId:", "END RequestId:", "INIT_START ", '"type":"platform.')
_REPORT = '"type":"platform.report"'


@dataclass(frozen=True)
class Line:
    at: datetime
    function: str
    stream: str
    message: str

    @property
    def is_noise(self) -> bool:
        message = _without_spaces(self.message)
        return _REPORT not in message and any(self.message.startswith(noise) or noise in message for noise in _NOISE)


class LogGroup:
    """The log group of one function since a time. `lines` holds the lines in the order in which they were read."""

    def __init__(self, logs: Any, stack: Stack, function: Function, since: datetime) -> None:
        self.lines: list[Line] = []
        self._logs, self._stack, self._function = logs, stack, function
        self._since = self._from = round(since.timestamp() * 1000)
        self._seen: set[Any] = set()

    def read(self) -> None:
        """Add the lines that are new since the last call. Raise UnreachableError."""
        copies: Counter[Any] = Counter()
        with reachable(self._stack):
            for event in self._events():
                line = (event["logStreamName"], event["timestamp"], event["message"])
                copies[line] += 1
                # MiniStack gives no eventId.
                key = event.get("eventId") or (*line, copies[line])
                if key not in self._seen:
                    self._seen.add(key)
                    self._from = max(self._from, self._since, event["timestamp"] - LATE_MS)
                    at = datetime.fromtimestamp(event["timestamp"] / 1000, UTC)
                    self.lines.append(Line(at, self._function.label, event["logStreamName"], event["message"].rstrip("\n")))

    def _events(self) -> Iterable[dict[str, Any]]:
        pages = self._logs.get_paginator("filter_log_events")
        try:
            for page in pages.paginate(logGroupName=self._function.log_group, startTime=self._from):
                yield from page["events"]
        except ClientError as error:
            # A function that was never invoked may have no log group.
            if error.response["Error"].get("Code") != "ResourceNotFoundException":
                raise


def of_run(lines: Iterable[Line], run: str, agent: str, ended: datetime | None = None) -> list[Line]:
    """Return the lines of the invocations that name the run of this agent. Add those that name no run and began before it ended.

    A function that was killed or timed out names no run.
    """
    found = []
    for invocation in _invocations(lines):
        named = {run_of_line for line in invocation if (run_of_line := _run_in(line))}
        if (run, agent) in named or (not named and (ended is None or invocation[0].at <= ended)):
            found += invocation
    return found


def _run_in(line: Line) -> tuple[str, Any] | None:
    """Return the run that a line of JSON names, and the run's agent. Runs of two agents may have one name."""
    try:
        entry = json.loads(line.message)
    except ValueError:
        return None
    if not isinstance(entry, dict) or not isinstance(entry.get("execution"), str):
        return None
    return entry["execution"], str(entry.get("agent"))


def _invocations(lines: Iterable[Line]) -> list[list[Line]]:
    """Split the lines into invocations. Lambda runs one after another in a log stream, and each begins with a line of its own."""
    found: list[list[Line]] = []
    current: dict[str, list[Line]] = {}
    for line in lines:
        message = _without_spaces(line.message)
        if line.stream not in current or line.message.startswith(_STARTS[0]) or _STARTS[1] in message:
            current[line.stream] = []
            found.append(current[line.stream])
        current[line.stream].append(line)
    return found


def _without_spaces(message: str) -> str:
    return message.replace('": "', '":"')
