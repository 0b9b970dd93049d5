"""Turn the history of an execution, event by event, into the steps of a run as a person sees them.

The events are Step Functions' own: https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
This module knows three things about the state machine: the name of the state that calls the LLM; that every Map iteration is one
tool use, with the tool use as its input; and that an iteration's last output is the tool result.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

CALL_LLM = "Call LLM"


@dataclass(frozen=True)
class TurnStarted:
    """The LLM is being called."""

    at: datetime
    turn: int


@dataclass(frozen=True)
class ModelAnswered:
    """The LLM's turn: text, tool uses, or both."""

    at: datetime
    turn: int
    seconds: float
    text: str
    tool_uses: tuple[dict[str, Any], ...]
    model: str
    input_tokens: int
    output_tokens: int
    cost_usd: float | None
    """None if the price is unknown."""


@dataclass(frozen=True)
class ToolCalled:
    at: datetime
    turn: int
    index: int
    """The tool use's place in the turn, from 0."""
    of: int
    """The number of tool uses in this turn."""
    id: str
    name: str
    input: Any


@dataclass(frozen=True)
class AgentStarted:
    """The run of an agent that is a tool of this one has begun."""

    at: datetime
    call: ToolCalled
    execution_arn: str

    @property
    def run(self) -> str:
        """The run's name."""
        return self.execution_arn.rpartition(":")[2]


@dataclass(frozen=True)
class AttemptFailed:
    """A Lambda raised or timed out. The state machine tries again, makes an error result of it, or gives up."""

    at: datetime
    attempt: int
    error: str
    cause: str
    tool: ToolCalled | None
    """The tool of the attempt. None if it was the LLM."""


@dataclass(frozen=True)
class ToolFinished:
    at: datetime
    call: ToolCalled
    seconds: float
    content: str
    is_error: bool
    used: dict[str, Any] | None = None
    """What the run of an agent that is a tool has spent: tool_calls, input_tokens, output_tokens, cost_usd, unpriced_calls, as far
    as that is known. None for any other tool."""


@dataclass(frozen=True)
class RunEnded:
    at: datetime
    status: str
    """SUCCEEDED, FAILED, TIMED_OUT or ABORTED."""
    output: Any = None
    error: str = ""
    cause: str = ""


Step = TurnStarted | ModelAnswered | ToolCalled | AgentStarted | AttemptFailed | ToolFinished | RunEnded

_ENDINGS = {
    "ExecutionSucceeded": "SUCCEEDED",
    "ExecutionFailed": "FAILED",
    "ExecutionTimedOut": "TIMED_OUT",
    "ExecutionAborted": "ABORTED",
}


@dataclass
class _Iteration:
    """One iteration of a Map: one tool use."""

    index: int
    of: int
    started: datetime
    call: ToolCalled | None = None
    attempts: int = 0
    last_output: Any = None


@dataclass
class RunReader:
    """Reads events in the order of their ids, each one once."""

    turn: int = 0
    ended: RunEnded | None = None
    _turn_started: datetime | None = None
    _attempts: int = 0
    _in_llm: bool = False
    _map_length: int = 0
    _iterations: dict[int, _Iteration] = field(default_factory=dict)
    """The iteration of an event, by the event's id. It is emptied when the Map ends."""

    def read(self, events: Iterable[dict[str, Any]]) -> list[Step]:
        return [step for event in events for step in self._read_one(event)]

    def _read_one(self, event: dict[str, Any]) -> list[Step]:
        kind, at = event["type"], event["timestamp"]
        if kind in _ENDINGS:
            self.ended = self._ending(event)
            return [self.ended]
        if kind == "ExecutionRedriven":
            # The history of a redriven execution goes on after its first ending.
            self.ended = None
        elif kind == "MapStateStarted":
            self._map_length = event.get("mapStateStartedEventDetails", {}).get("length", 0)
        elif kind == "MapIterationStarted":
            index = event["mapIterationStartedEventDetails"]["index"]
            self._iterations[event["id"]] = _Iteration(index, self._map_length, at)
        elif kind in ("MapStateSucceeded", "MapStateFailed", "MapStateAborted", "MapStateExited"):
            self._iterations.clear()
        elif iteration := self._iterations.get(event["previousEventId"]):
            self._iterations[event["id"]] = iteration
            return self._in_tool(event, iteration)
        else:
            return self._in_loop(event)
        return []

    def _in_loop(self, event: dict[str, Any]) -> list[Step]:
        kind, at = event["type"], event["timestamp"]
        if kind == "TaskStateEntered":
            self._in_llm = event["stateEnteredEventDetails"]["name"] == CALL_LLM
            if self._in_llm:
                self.turn, self._turn_started, self._attempts = self.turn + 1, at, 0
                return [TurnStarted(at, self.turn)]
        elif kind == "TaskStateExited":
            self._in_llm = False
        elif self._in_llm and kind == "TaskSucceeded":
            return [self._answer(at, from_json(event["taskSucceededEventDetails"].get("output")))]
        elif self._in_llm and (failure := _failure(event)):
            self._attempts += 1
            return [AttemptFailed(at, self._attempts, *failure, tool=None)]
        return []

    def _answer(self, at: datetime, output: Any) -> ModelAnswered:
        body = _dict(_dict(_dict(output).get("Payload")).get("body"))
        metadata = _dict(body.get("metadata"))
        usage = _dict(metadata.get("usage"))
        assert self._turn_started
        content = [block for message in body.get("messages") or [] for block in blocks(message.get("content"))]
        return ModelAnswered(
            at=at,
            turn=self.turn,
            seconds=(at - self._turn_started).total_seconds(),
            text="\n".join(block.get("text", "") for block in content if block.get("type") == "text").strip(),
            tool_uses=tuple(body.get("tool_uses") or ()),
            model=str(metadata.get("model") or ""),
            input_tokens=int(usage.get("input") or 0),
            output_tokens=int(usage.get("output") or 0),
            cost_usd=metadata.get("cost_usd"),
        )

    def _in_tool(self, event: dict[str, Any], iteration: _Iteration) -> list[Step]:
        kind, at = event["type"], event["timestamp"]
        if kind.endswith("StateEntered") and iteration.call is None:
            use = _dict(from_json(event["stateEnteredEventDetails"].get("input")))
            name = str(use.get("name") or event["stateEnteredEventDetails"]["name"])
            identity = str(use.get("id") or f"{self.turn}.{iteration.index}")
            iteration.call = ToolCalled(
                iteration.started, self.turn, iteration.index, iteration.of, identity, name, use.get("input")
            )
            return [iteration.call]
        if kind.endswith("StateExited"):
            iteration.last_output = from_json(event["stateExitedEventDetails"].get("output"))
        elif kind == "TaskSubmitted" and iteration.call:
            submitted = _dict(from_json((event.get("taskSubmittedEventDetails") or {}).get("output")))
            if isinstance(arn := submitted.get("ExecutionArn"), str):
                return [AgentStarted(at, iteration.call, arn)]
        elif failure := _failure(event):
            iteration.attempts += 1
            return [AttemptFailed(at, iteration.attempts, *failure, tool=iteration.call)]
        elif kind in ("MapIterationSucceeded", "MapIterationFailed", "MapIterationAborted") and iteration.call:
            result = _dict(iteration.last_output)
            failed = kind != "MapIterationSucceeded"
            content = "the tool call was broken off" if failed else text_of(result.get("content"))
            seconds = (at - iteration.started).total_seconds()
            used = result["used"] if isinstance(result.get("used"), dict) else None
            return [ToolFinished(at, iteration.call, seconds, content, failed or bool(result.get("is_error")), used)]
        return []

    def _ending(self, event: dict[str, Any]) -> RunEnded:
        status = _ENDINGS[event["type"]]
        name = event["type"][0].lower() + event["type"][1:] + "EventDetails"
        details = event.get(name) or {}
        error = details.get("error") or ("States.Timeout" if status == "TIMED_OUT" else "")
        return RunEnded(event["timestamp"], status, from_json(details.get("output")), error, readable_cause(details.get("cause")))


def blocks(content: Any) -> list[dict[str, Any]]:
    """Return a message's content as content blocks. A string becomes one text block."""
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    return [block for block in content or [] if isinstance(block, dict)]


def text_of(content: Any) -> str:
    """Return a tool result's content as text. Blocks without text are named in brackets."""
    if not isinstance(content, str | list):
        return "" if content is None else json.dumps(content, ensure_ascii=False)
    return "\n".join(
        block.get("text", "") if block.get("type") == "text" else f"[{block.get('type', 'block')}]" for block in blocks(content)
    )


def readable_cause(cause: str | None) -> str:
    """Return the message of a Lambda's error, which Step Functions wraps as JSON in the cause. Any other cause stays as it is."""
    message = _dict(from_json(cause)).get("errorMessage")
    return message if isinstance(message, str) else cause or ""


def _failure(event: dict[str, Any]) -> tuple[str, str] | None:
    """Return the error name and the cause of a task attempt that failed. None for any other event."""
    for kind in ("TaskFailed", "TaskTimedOut", "TaskStartFailed", "TaskSubmitFailed", "LambdaFunctionFailed"):
        if event["type"] == kind:
            details = event.get(kind[0].lower() + kind[1:] + "EventDetails") or {}
            return details.get("error") or "States.TaskFailed", readable_cause(details.get("cause"))
    return None


def from_json(text: str | None) -> Any:
    """Return the decoded JSON of a history or a description."""
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        # Step Functions on the laptop leaves a bare string unquoted, AWS always writes JSON. A model may also nest values too
        # deeply to decode.
        return text


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
