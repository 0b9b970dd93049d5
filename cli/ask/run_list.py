"""The recent runs of a stack, with their questions, turns, tokens, cost and seconds."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from rich.text import Text

from cli.ask.answer import counted, money
from cli.ask.clients import reachable
from cli.ask.events import from_json
from cli.ask.found_run import newest
from cli.ask.outcome import RUNNING
from cli.ask.stack import Stack
from cli.untrusted import clean, one_line

# DescribeExecution is called for each run. AWS allows far more calls a second.
AT_ONCE = 8
WIDTH = 80


@dataclass(frozen=True)
class Listed:
    """One run. `usage` is None unless the run succeeded, because only its history would have it."""

    name: str
    execution_arn: str
    agent: str
    status: str
    started: datetime
    seconds: float
    question: str | None
    """The question. None for a run that was started with messages."""
    usage: dict[str, Any] | None

    def as_json(self) -> dict[str, Any]:
        """Return the fields, with those of `usage` beside them. null means unknown."""
        usage = self.usage or {}
        return {
            "name": self.name,
            "execution_arn": self.execution_arn,
            "agent": self.agent,
            "status": self.status,
            "started": self.started.astimezone(UTC).isoformat(timespec="seconds"),
            "seconds": round(self.seconds, 1),
            "turns": usage.get("turns"),
            "tool_calls": usage.get("tool_calls"),
            "input_tokens": usage.get("input_tokens"),
            "output_tokens": usage.get("output_tokens"),
            "cost_usd": usage.get("cost_usd"),
            "question": self.question,
        }

    def in_lines(self) -> Text:
        """Return three lines of at most 80 characters: name, question and outcome."""
        asked = "(started with messages)" if self.question is None else self.question
        colour = {"SUCCEEDED": "green", RUNNING: "cyan"}.get(self.status, "red")
        started = self.started.astimezone().strftime("%Y-%m-%d %H:%M")
        facts = f" · {started} · {self.seconds:,.1f} s · {_took(self.usage)}"
        return Text("\n").join(
            [
                Text(clean(self.name), style="bold"),
                Text(f"  {one_line(f'{self.agent}: {asked}', WIDTH - 2)}"),
                Text.assemble("  ", (self.status.lower().replace("_", " "), colour), (facts, "dim")),
            ]
        )


def recent_runs(step_functions: Any, stack: Stack, limit: int, agent: str | None = None) -> list[Listed]:
    """Return the newest runs of all agents or of one, newest first. Raise CommandError."""
    found = newest(step_functions, stack, limit, agent)
    now = datetime.now(UTC)

    def describe(arn: str) -> Any:
        with reachable(stack):
            answer: dict[str, Any] = step_functions.describe_execution(executionArn=arn)
        return answer

    with ThreadPoolExecutor(AT_ONCE) as threads:
        described = list(threads.map(lambda one: describe(one[1].arn), found))
    return [_listed(run.agent.agent, one, now) for (_, run), one in zip(found, described, strict=True)]


def _listed(agent: str, described: dict[str, Any], now: datetime) -> Listed:
    given, output = from_json(described.get("input")), from_json(described.get("output"))
    prompt = given.get("prompt") if isinstance(given, dict) else None
    usage = output.get("usage") if isinstance(output, dict) else None
    return Listed(
        name=described["name"],
        execution_arn=described["executionArn"],
        agent=agent,
        status=described["status"],
        started=described["startDate"],
        seconds=(described.get("stopDate", now) - described["startDate"]).total_seconds(),
        question=prompt if isinstance(prompt, str) else None,
        usage=usage if isinstance(usage, dict) else None,
    )


def _took(usage: dict[str, Any] | None) -> str:
    if usage is None:
        return "turns, tokens, cost unknown"
    tokens = (usage.get("input_tokens") or 0) + (usage.get("output_tokens") or 0)
    return f"{counted(usage.get('turns') or 0, 'turn')} · {tokens:,} tokens · {money(usage.get('cost_usd'))}"
