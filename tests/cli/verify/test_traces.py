"""The log and the trace of a run are looked for where AWS puts them, for as long as AWS may take."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from cli.ask.outcome import Outcome
from cli.ask.stack import AgentOutputs, Stack
from cli.verify import costs, traces
from cli.verify.deployed import Deployed
from cli.verify.finding import FAILED, NOT_SEEN, NOTED, PASSED
from cli.verify.questions import Asked, Questions, misfit_of

MACHINE = "arn:aws:states:eu-west-1:417502936481:stateMachine:p-dev-sql"
RUN = "who-hit-most-20261130-100000-1a2b"
EXECUTION = f"{MACHINE.replace('stateMachine', 'execution')}:{RUN}"
CALLER = "arn:aws:lambda:eu-west-1:417502936481:function:p-dev-call-llm:3"
REPORT = {"type": "platform.report", "record": {"metrics": {"billedDurationMs": 1500, "memorySizeMB": 512}}}
TRACE = "1-5759e988-bd862e3fe1be46a994272793"


class Logs:
    """CloudWatch Logs, by group."""

    def __init__(self, **groups: list[str]) -> None:
        self.groups = {name.replace("__", "/").replace("_", "-"): lines for name, lines in groups.items()}

    def get_paginator(self, _: str) -> "Logs":
        return self

    def paginate(self, logGroupName: str, startTime: int) -> list[dict[str, Any]]:
        lines = next((lines for name, lines in self.groups.items() if logGroupName.endswith(name)), [])
        at = round(datetime.now(UTC).timestamp() * 1000)
        return [
            {
                "events": [
                    {"logStreamName": "s", "timestamp": at, "message": line, "eventId": str(n)} for n, line in enumerate(lines)
                ]
            }
        ]


class StepFunctions:
    def describe_state_machine(self, stateMachineArn: str) -> dict[str, str]:
        return {"definition": json.dumps({"States": {"Call LLM": {"Arguments": {"FunctionName": CALLER}}}}), "roleArn": "r"}

    def describe_execution(self, executionArn: str) -> dict[str, str]:
        return {"executionArn": executionArn, "status": "SUCCEEDED", "traceHeader": f"Root={TRACE};Sampled=1"}


class XRay:
    def __init__(self, segments: int) -> None:
        self.segments = segments

    def batch_get_traces(self, TraceIds: list[str]) -> dict[str, Any]:
        assert TraceIds == [TRACE]
        return {"Traces": [{"Segments": [{}] * self.segments}]}


class Lambda:
    def get_function_configuration(self, FunctionName: str) -> dict[str, Any]:
        return {"Architectures": ["arm64"]}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traces, "SECONDS_FOR_LOGS", 0)
    monkeypatch.setattr(traces, "SECONDS_FOR_TRACES", 0)
    monkeypatch.setattr(costs, "SECONDS_FOR_LOGS", 0)


def results(logs: Logs, segments: int = 3, ran: bool = True) -> dict[str, tuple[str, str]]:
    agent = AgentOutputs("sql", MACHINE, "p-dev-sql", "", {}, {})
    clients = {"logs": logs, "stepfunctions": StepFunctions(), "xray": XRay(segments), "lambda": Lambda()}
    there = Deployed(Stack("dev", {"sql": agent}, "bucket", "eu-west-1", {}), lambda service, _: clients[service])
    questions = Questions(there)
    if ran:
        usage = {"input_tokens": 15_000, "output_tokens": 500, "cost_usd": 0.0525}
        questions.asked["sql"] = Asked(agent, Outcome(EXECUTION, "SUCCEEDED", usage=usage), transitions=20)
    found = [*traces.checks(there, questions), *costs.checks(there, questions)]
    return {check.promise.removeprefix("agent sql: "): (one.result, one.seen) for check in found for one in [check.find()]}


def test_a_run_that_can_be_followed_passes_and_its_costs_are_noted():
    named = json.dumps({"event": "llm_call", "execution": RUN, "agent": "sql"})
    found = results(Logs(call_llm=[named, json.dumps(REPORT)], p_dev_sql=[json.dumps({"execution_arn": EXECUTION})]))
    assert found == {
        "the caller's log names the run": (PASSED, "1 lines name it"),
        "the state machine's log has the run": (PASSED, "1 events"),
        "the run has a trace": (PASSED, "3 segments"),
        "No log has a key in it": (PASSED, "2 lines of this check were read"),
        "The model": (NOTED, "15,000 tokens in, 500 out, $0.0525"),
        "State transitions": (NOTED, "20, $0.00050"),
        "Lambda's billed time": (NOTED, "call-llm 1 × 1,500 ms in all; $0.00001"),
    }


def test_a_run_that_left_nothing_fails_and_a_key_in_a_log_is_found_without_its_value():
    found = results(Logs(call_llm=["used sk-ant-api03-abcdefghijklmnop"]), segments=0)
    assert found["the caller's log names the run"] == (FAILED, "no line within 0 s")
    assert found["the state machine's log has the run"] == (FAILED, "no event within 0 s")
    assert found["the run has a trace"] == (FAILED, "no segment within 0 s")
    assert found["No log has a key in it"] == (FAILED, "in the log of call-llm")


def test_where_there_was_no_run_nothing_is_seen():
    found = results(Logs(), ran=False)
    assert [found[promise][0] for promise in list(found)[:3]] == [NOT_SEEN] * 3
    assert found["The model"] == (NOT_SEEN, "no run has ended")


@pytest.mark.parametrize(
    ("output", "misfit"),
    [
        ({"answer": "x", "n": 1}, None),
        ({"answer": 5, "n": 1}, "it doesn't fit at answer: type"),
        ({"n": 1}, "it doesn't fit at its top: required"),
        (None, "it doesn't fit at its top: type"),
    ],
)
def test_a_misfit_is_said_without_what_stands_there(output, misfit):
    fields = {"answer": {"type": "string"}, "n": {"type": "integer"}}
    assert misfit_of(output, {"type": "object", "properties": fields, "required": ["answer", "n"]}) == misfit
