"""The SQL agent in one process: its own state machine, the LLM caller's own code and its own tools. Only AWS is an emulator."""

import importlib.util
import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from types import ModuleType, SimpleNamespace
from typing import Any

from agents import AGENTS
from agents.declaration import Agent, Limits
from components.packaging.package import ROOT
from components.state_machines.render import render
from tests.in_process import Run, run

ARN = "arn:aws:lambda:us-east-1:123456789012:function:"
CALLER = ROOT / "lambda" / "call-llm"
CALLER_SECONDS = 120
SQL = AGENTS["sql"]

Handler = Callable[[dict[str, Any], Any], dict[str, Any]]


def caller() -> Handler:
    """The handler of the LLM caller. As in the Lambda, its folder is where Python looks for its modules."""
    if str(CALLER) not in sys.path:
        sys.path.insert(0, str(CALLER))
    spec = importlib.util.spec_from_file_location("handler_of_call_llm", CALLER / "handler.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.handler


@dataclass
class Asked:
    """A run that has ended, and what its functions were given and gave."""

    run: Run
    limits: Limits
    llm_events: list[dict[str, Any]] = field(default_factory=list)
    llm_bodies: list[dict[str, Any]] = field(default_factory=list)
    """Of the calls that succeeded."""
    tool_events: list[dict[str, Any]] = field(default_factory=list)

    @property
    def states(self) -> list[str]:
        """The states that were entered, in order."""
        return [event["stateEnteredEventDetails"]["name"] for event in self.run.events if "stateEnteredEventDetails" in event]


def ask(
    question: str,
    call_llm: Handler,
    tool_function: Callable[[str], ModuleType],
    bucket: str,
    limits: Limits = SQL.limits,
    timeout: float = 300,
    agent: Agent = SQL,
    played: Mapping[str, Callable[[dict[str, Any]], Any]] = {},
) -> Asked:
    """One run to its end. Which model answers is for LLM_CONFIG to say.

    `played` has the functions that aren't in Python or that ask the outside world, by folder.
    """
    agent = replace(agent, limits=limits)
    names = sorted(agent.folders)
    llm_events: list[dict[str, Any]] = []
    llm_bodies: list[dict[str, Any]] = []
    tool_events: list[dict[str, Any]] = []

    def llm(event: dict[str, Any]) -> dict[str, Any]:
        llm_events.append(event)
        deadline = time.monotonic() + CALLER_SECONDS
        context = SimpleNamespace(get_remaining_time_in_millis=lambda: int((deadline - time.monotonic()) * 1000))
        result = _as_json(call_llm(event, context))
        llm_bodies.append(result["body"])
        return result

    def tool(name: str) -> Callable[[dict[str, Any]], Any]:
        function = played.get(name) or partial(tool_function(name).handler, context=None)

        def call(event: dict[str, Any]) -> Any:
            tool_events.append(event)
            return _as_json(function(event))

        return call

    definition = render(
        agent, ARN + "call-llm", agent.tool_args({name: {"arn": ARN + name} for name in names}), bucket, CALLER_SECONDS
    )
    functions = {ARN + name: tool(name) for name in names} | {ARN + "call-llm": llm}
    return Asked(run(definition, {"prompt": question}, functions, timeout), limits, llm_events, llm_bodies, tool_events)


def _as_json(value: Any) -> Any:
    """What leaves a Lambda is JSON, and what isn't fails there."""
    return json.loads(json.dumps(value, allow_nan=False))
