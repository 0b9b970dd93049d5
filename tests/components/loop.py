"""An agent in whose runs nothing is real but the state machine: a scripted LLM caller, and tools that behave well or badly."""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from agents.declaration import Agent, FolderTool, FunctionTool, Limits, Tool
from components.state_machines.render import render
from tests.in_process import Run, run

ARN = "arn:aws:lambda:us-east-1:123456789012:function:"
STORED = {"bucket": "data", "key": f"conversations/tester/run-1/0002-{'0a' * 32}.json", "bytes": 1}
ANSWER = {"answer": 'forty-two, he said: "日本" {% 1 %} \\'}


def expressions(part) -> list[str]:
    if isinstance(part, dict):
        return [found for value in part.values() for found in expressions(value)]
    if isinstance(part, list):
        return [found for value in part for found in expressions(value)]
    return [part] if isinstance(part, str) and part.startswith("{%") else []


NO_FIELDS = {"type": "object", "properties": {}, "additionalProperties": False}


def tool(name: str, timeout_seconds: int = 5, retries: int = 0) -> FolderTool:
    return FolderTool(
        name,
        function=f"function-of-{name}",
        description=f"Does {name}.",
        input_schema=NO_FIELDS,
        timeout_seconds=timeout_seconds,
        retries=retries,
    )


def agent(*tools: Tool, **limits: Any) -> Agent:
    return Agent("tester", "Tests.", "Test.", tools or (tool("look"),), NO_FIELDS, Limits(**limits))


def use(name: str, id: str = "", error: str | None = None, **input: Any) -> dict[str, Any]:
    return {"id": id or f"toolu_{name}", "name": name, "input": input} | ({} if error is None else {"error": error})


def final(id: str = "toolu_end", **changed: Any) -> dict[str, Any]:
    return use("final_answer", id) | {"input": ANSWER} | changed


def turn(
    *uses: dict[str, Any],
    text: str = "",
    cost_usd: float | None = 0.25,
    tokens: tuple[int, int] = (100, 10),
    target: str = "anthropic/scripted",
    spill: bool = False,
) -> dict[str, Any]:
    """A result of the LLM caller, by the contract of docs/reference/contracts.md. `tokens` are those in and those out."""
    blocks = [{"type": "text", "text": text}] if text else []
    blocks += [{"type": "tool_use", "id": u["id"], "name": u["name"], "input": u["input"]} for u in uses]
    return {
        "statusCode": 200,
        "body": {
            "messages": [{"role": "assistant", "content": blocks}],
            "history": STORED if spill else None,
            "tool_uses": list(uses),
            "metadata": {
                "stop_reason": "tool_use" if uses else "end_turn",
                "model": target.partition("/")[2],
                "target": target,
                "usage": {"input": tokens[0], "output": tokens[1], "cache_read": 0, "cache_write": 0},
                "cost_usd": cost_usd,
                "attempts": 1,
            },
        },
    }


def lambda_error(name: str, message: str = "") -> Exception:
    """An exception of a class of that name: what Lambda reports as `errorType`."""
    return type(name, (Exception,), {})(message)


@dataclass
class Caller:
    """The LLM caller, which plays one turn a call, or raises it where it is an exception, and keeps what it was given."""

    turns: Iterable[dict[str, Any] | Exception]
    payloads: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._next = iter(self.turns)

    def __call__(self, payload: dict[str, Any]) -> dict[str, Any]:
        self.payloads.append(payload)
        result = next(self._next)
        if isinstance(result, Exception):
            raise result
        return result


def ok(event: dict[str, Any], content: Any = "fine", is_error: bool = False) -> dict[str, Any]:
    return {"type": "tool_result", "tool_use_id": event["id"], "name": event["name"], "content": content, "is_error": is_error}


def raises(error: Exception) -> Callable[[Any], Any]:
    def function(_: Any) -> Any:
        raise error

    return function


def sleeps(seconds: float) -> Callable[[Any], Any]:
    def function(event: Any) -> Any:
        time.sleep(seconds)
        return ok(event)

    return function


def meets(barrier: threading.Barrier) -> Callable[[Any], Any]:
    """Returns only when as many calls as the barrier has parties are under way at once."""

    def function(event: Any) -> Any:
        barrier.wait(timeout=5)
        return ok(event, event["id"])

    return function


@dataclass(frozen=True)
class Played:
    run: Run
    calls: list[dict[str, Any]]
    """What the LLM caller was given, call by call."""
    tool_events: list[dict[str, Any]]
    """What the tools were given, in the order of the calls' starts."""

    @property
    def results(self) -> list[dict[str, Any]]:
        """The tool results that the model saw in its last call."""
        return self.calls[-1]["messages"][-1]["content"]

    @property
    def states(self) -> list[str]:
        """The states that were entered, in order: what AWS bills as transitions."""
        return [event["stateEnteredEventDetails"]["name"] for event in self.run.events if "stateEnteredEventDetails" in event]


def play(
    *turns: dict[str, Any] | Exception,
    agent: Agent | None = None,
    input: Any = None,
    tools: dict[str, Callable[[Any], Any]] | None = None,
    name: str = "run-1",
    change: Callable[[dict[str, Any]], None] = lambda definition: None,
    pace: float = 0,
    services: dict[str, Any] | None = None,
) -> Played:
    """Runs an agent to its end; `tools` maps a tool's name to what its function does, by default answering `fine`.

    change: changes the definition, for example its timeouts.
    pace: how long a second of a pause takes.
    services: the clients of AWS's services that the state machine asks itself, by their names in boto3.
    """
    agent = agent or globals()["agent"]()
    caller = Caller(turns)
    tool_events: list[dict[str, Any]] = []

    def recorded(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def call(event: Any) -> Any:
            tool_events.append(event)
            return function(event)

        return call

    in_folders = [declared for declared in agent.tools if isinstance(declared, FolderTool)]
    functions = {ARN + declared.function: recorded((tools or {}).get(declared.name, ok)) for declared in in_folders}
    there = [declared for declared in agent.tools if isinstance(declared, FunctionTool)]
    functions |= {declared.arn: recorded((tools or {}).get(declared.name, ok)) for declared in there}
    definition = render(agent, ARN + "call-llm", agent.tool_args({name: {"arn": ARN + name} for name in agent.folders}), "data")
    change(definition)
    given = {"prompt": "How many?"} if input is None else input
    done = run(definition, given, functions | {ARN + "call-llm": caller}, name=name, pace=pace, services=services)
    return Played(done, caller.payloads, tool_events)
