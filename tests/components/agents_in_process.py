"""Runs of an agent whose tools are other agents. Each of those is a Python callable in place of a state machine."""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import state_task_service_callback

from agents.declaration import Agent, Limits
from components.state_machines.render import render
from tests.components.loop import ARN, NO_FIELDS, Caller, Played
from tests.components.state_machines.kinds.samples import plain
from tests.in_process import run

MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:"

Called = Callable[[dict[str, Any]], Any]
"""Takes the input of a run and returns its output, or raises Ended."""


class Ended(Exception):
    """A run ended, and not with an answer."""

    def __init__(self, status: str, error: str | None = None, cause: str | None = None) -> None:
        super().__init__(status)
        self.status, self.error, self.cause = status, error, cause


def refused(code: str) -> ClientError:
    answer = {"Error": {"Code": code, "Message": "no"}, "ResponseMetadata": {"HTTPStatusCode": 400, "RequestId": "1"}}
    return ClientError(answer, "StartExecution")


@dataclass
class InProcessStepFunctions:
    """A client of Step Functions whose state machines are callables."""

    machines: Mapping[str, Called]
    refuses: list[ClientError] = field(default_factory=list)
    """The errors of the next starts."""
    inputs: list[dict[str, Any]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    runs: dict[str, dict[str, Any]] = field(default_factory=dict)
    exceptions: Any = None
    lock: Any = field(default_factory=threading.Lock)

    def start_execution(self, stateMachineArn: str, name: str, input: str) -> dict[str, Any]:
        with self.lock:
            self.names.append(name)
            if self.refuses:
                raise self.refuses.pop(0)
            self.inputs.append(json.loads(input))
        arn = f"{stateMachineArn.replace(':stateMachine:', ':execution:')}:{name}"
        now = datetime.now(UTC)
        self.runs[arn] = run = {"executionArn": arn, "name": name, "status": "RUNNING", "startDate": now, "input": input}
        threading.Thread(target=self._run, args=(run, self.machines[stateMachineArn], json.loads(input)), daemon=True).start()
        return {"executionArn": arn, "startDate": now}

    def describe_execution(self, executionArn: str) -> dict[str, Any]:
        return dict(self.runs[executionArn])

    def _run(self, run: dict[str, Any], machine: Called, given: dict[str, Any]) -> None:
        try:
            ending: dict[str, Any] = {"output": json.dumps(machine(given)), "status": "SUCCEEDED"}
        except Ended as ended:
            ending = {"error": ended.error, "cause": ended.cause, "status": ended.status}
            ending = {key: value for key, value in ending.items() if value is not None}
        run.update(ending | {"stopDate": datetime.now(UTC)})


def answers(output: Any = None, stop_reason: str = "answered", **usage: Any) -> dict[str, Any]:
    """The output of a run of an agent."""
    spent = {"turns": 2, "tool_calls": 3, "input_tokens": 100, "output_tokens": 10, "cost_usd": 0.5, "seconds": 4.2} | usage
    return {"output": output, "stop_reason": stop_reason, "usage": spent, "messages": None, "history": None}


@dataclass(frozen=True)
class PlayedWithAgents(Played):
    step_functions: InProcessStepFunctions


def play_agents(
    *turns: dict[str, Any] | Exception,
    agents: dict[str, Called],
    refuses: list[ClientError] | None = None,
    input: Any = None,
    name: str = "run-1",
    change: Callable[[dict[str, Any]], None] = lambda definition: None,
    **limits: Any,
) -> PlayedWithAgents:
    """Run an agent that calls these agents, each a tool of that name."""
    caller = Caller(turns)
    tools = [plain(name, agent={"state_machine_arn": MACHINE + name}) for name in agents]
    parent = Agent("tester", "Tests.", "Test.", (), NO_FIELDS, Limits(**limits))
    definition = render(parent, f"{ARN}call-llm", tools, "data")
    change(definition)
    client = InProcessStepFunctions({MACHINE + name: called for name, called in agents.items()}, list(refuses or ()))
    given = {"prompt": "How many?"} if input is None else input
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(state_task_service_callback, "_DELAY_SECONDS_SYNC_CONDITION_CHECK", 0.02)
        done = run(definition, given, {f"{ARN}call-llm": caller}, name=name, services={"stepfunctions": client})
    return PlayedWithAgents(done, caller.payloads, [], client)
