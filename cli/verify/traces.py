"""Whether each run can be followed afterwards: in the state machine's log, in the functions' logs and in X-Ray."""

import re
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from cli.ask.found_run import find
from cli.logs.functions import CALLER
from cli.logs.lines import LogGroup, of_run
from cli.verify.deployed import Deployed
from cli.verify.finding import Check, Finding, NotSeenError, passed_if
from cli.verify.questions import Asked, Questions

PART = "log and trace"
SECONDS_FOR_LOGS, SECONDS_FOR_TRACES = 30, 60
"""CloudWatch and X-Ray show what was written some seconds later."""
PAUSE_SECONDS = 3.0
MACHINE_LOGS = "/aws/vendedlogs/states/"
ROOT = re.compile(r"Root=([0-9a-f-]+)")

# The beginnings of keys that providers and AWS give.
KEYS = re.compile(
    r"\b(sk-[A-Za-z0-9_-]{16,}|AIza[A-Za-z0-9_-]{30,}|xai-[A-Za-z0-9]{20,}|gsk_[A-Za-z0-9]{20,}|(AKIA|ASIA)[A-Z0-9]{16})\b"
)


def checks(there: Deployed, questions: Questions) -> Iterator[Check]:
    for name in there.stack.agents:
        yield Check(PART, f"agent {name}: the caller's log names the run", partial(_caller, there, questions, name))
        yield Check(PART, f"agent {name}: the state machine's log has the run", partial(_machine, there, questions, name))
        yield Check(PART, f"agent {name}: the run has a trace", partial(_trace, there, questions, name))
    yield Check(PART, "No log has a key in it", partial(_no_key, there))


Found = TypeVar("Found")


def until(look: Callable[[], Found | None], seconds: float) -> Found | None:
    """Look until something is found, or the time is up."""
    deadline = time.monotonic() + seconds
    while (found := look()) is None and time.monotonic() < deadline:
        time.sleep(PAUSE_SECONDS)
    return found


def _asked(questions: Questions, agent: str) -> Asked:
    asked = questions.asked.get(agent)
    if asked is None or asked.outcome.execution_arn is None:
        raise NotSeenError("there was no run")
    return asked


def _caller(there: Deployed, questions: Questions, agent: str) -> Finding:
    asked = _asked(questions, agent)
    group = LogGroup(there.client("logs"), there.stack, there.functions[CALLER], there.began)

    def look() -> int | None:
        group.read()
        return sum(asked.run in line.message for line in of_run(group.lines, asked.run, agent)) or None

    found = until(look, SECONDS_FOR_LOGS)
    return passed_if(found is not None, f"{found} lines name it" if found else f"no line within {SECONDS_FOR_LOGS} s")


def _machine(there: Deployed, questions: Questions, agent: str) -> Finding:
    there.only_in_aws()
    asked = _asked(questions, agent)
    logs, group = there.client("logs"), f"{MACHINE_LOGS}{asked.agent.name}"
    start = round(there.began.timestamp() * 1000)

    def look() -> int | None:
        pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group, startTime=start)
        return sum(asked.run in event["message"] for page in pages for event in page["events"]) or None

    found = until(look, SECONDS_FOR_LOGS)
    return passed_if(found is not None, f"{found} events" if found else f"no event within {SECONDS_FOR_LOGS} s")


def _trace(there: Deployed, questions: Questions, agent: str) -> Finding:
    there.only_in_aws()
    asked = _asked(questions, agent)
    _, described = find(there.client("stepfunctions"), there.stack, str(asked.outcome.execution_arn))
    root = ROOT.search(described.get("traceHeader") or "")
    if root is None:
        raise NotSeenError("the run names no trace: is X-Ray off in this stack's settings?")
    xray = there.client("xray")

    def look() -> int | None:
        return sum(len(trace["Segments"]) for trace in xray.batch_get_traces(TraceIds=[root[1]])["Traces"]) or None

    found = until(look, SECONDS_FOR_TRACES)
    return passed_if(found is not None, f"{found} segments" if found else f"no segment within {SECONDS_FOR_TRACES} s")


def _no_key(there: Deployed) -> Finding:
    read, found = 0, []
    for label, function in there.functions.items():
        group = LogGroup(there.client("logs"), there.stack, function, there.began)
        group.read()
        read += len(group.lines)
        found += [label for line in group.lines if KEYS.search(line.message)]
    return passed_if(
        not found, f"in the log of {', '.join(sorted(set(found)))}" if found else f"{read} lines of this check were read"
    )
