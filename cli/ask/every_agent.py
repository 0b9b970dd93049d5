"""Ask every agent of a stack its first sample question, one after another, and show the outcomes as a table."""

import io
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.ask.answer import MAIN_FIELDS, NORMAL_STOP, chart_lines, money
from cli.ask.errors import QuestionError
from cli.ask.first_question import first_question
from cli.ask.options import CHARTS
from cli.ask.outcome import Outcome
from cli.ask.session import Session
from cli.ask.stack import AgentOutputs, Stack
from cli.ask.watcher import Watcher
from cli.errors import FAILED, SUCCESS, CommandError
from cli.untrusted import clean, one_line

# The scripted model begins an answer like this if its conversation can't go on from a tool's result.
NO_ANSWER = "I can't answer this"


@dataclass
class Outcomes(Outcome):
    """The outcome of every run. Its own fields are those of the run that Ctrl-C interrupted."""

    agents: dict[str, tuple[str, Outcome]] = field(default_factory=dict)
    """The question and its outcome, by agent."""

    def as_json(self) -> str:
        agents = {name: {"question": question, **json.loads(one.as_json())} for name, (question, one) in self.agents.items()}
        return json.dumps({"agents": agents} | ({"error": self.error} if self.error else {}))


def ask_every_agent(stack_name: str, agents: Sequence[str], as_json: bool = False, charts: Path = CHARTS) -> int:
    """Ask agents of a deployed stack their first questions and show a table. The exit code is 0 if every agent answered."""
    session = Session(stack_name, as_json, charts, outcomes := Outcomes())
    return session.end(lambda: EveryAgent(session, outcomes).ask(agents))


class EveryAgent:
    """The agents of one stack."""

    def __init__(self, session: Session, outcomes: Outcomes) -> None:
        self.session, self.console, self.outcome = session, session.console, outcomes

    def ask(self, agents: Sequence[str]) -> int:
        """Ask each agent, and return the exit code. Raise CommandError."""
        started = time.monotonic()
        stack = self.session.read_stack()
        for name in agents:
            self._ask(stack, stack.agent(name))
        failed = [name for name, (_, outcome) in self.outcome.agents.items() if what_failed(outcome)]
        self.console.print()
        self.console.print(self._table())
        total = len(self.outcome.agents)
        self.console.print(f"{total - len(failed)} of {total} agents answered, in {time.monotonic() - started:.1f} s", style="bold")
        return FAILED if failed else SUCCESS

    def _ask(self, stack: Stack, agent: AgentOutputs) -> None:
        question = first_question(agent)
        if question is None:
            missing = Outcome()
            missing.error = {"name": QuestionError.__name__, "message": "it has no sample question"}
            self.outcome.agents[agent.agent] = ("", missing)
            return
        asking = Text.assemble((f"{agent.agent}: ", "bold"), one_line(question, 300))
        self.console.print(asking, soft_wrap=not self.console.is_terminal)
        quiet = Session(stack.name, charts=self.session.charts)
        # The turns of a run are shown only if one agent is asked.
        quiet.console = quiet.errors = Console(file=io.StringIO(), quiet=True)
        self.outcome.agents[agent.agent] = (question, quiet.outcome)
        try:
            with self.console.status(f"asking {agent.agent}"):
                Watcher(quiet, stack).ask(agent, question)
        except CommandError as error:
            quiet.outcome.error = {"name": type(error).__name__, "message": str(error)}
        except KeyboardInterrupt:
            self.outcome.execution_arn, self.outcome.status = quiet.outcome.execution_arn, quiet.outcome.status
            raise
        self.console.print(Text(clean(answer_of(quiet.outcome)).strip()), soft_wrap=not self.console.is_terminal)
        for line in chart_lines(quiet.outcome.charts):
            self.console.print(line, soft_wrap=True)
        self.console.print()

    def _table(self) -> Table:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for heading in ("agent", "question", "answer"):
            table.add_column(heading, overflow="fold", ratio=None if heading == "agent" else 1)
        for heading in ("time", "turns", "tools", "tokens", "cost"):
            table.add_column(heading, justify="right", no_wrap=True)
        table.add_column("", overflow="fold")
        for name, (question, outcome) in self.outcome.agents.items():
            failed, usage = what_failed(outcome), outcome.usage or {}
            table.add_row(
                Text(name, style="bold"),
                Text(one_line(question, 90)),
                Text(one_line(answer_of(outcome), 120)),
                *(_numbers(usage) if usage else [""] * 5),
                Text(one_line(failed, 200), style="red") if failed else Text("ok", style="green"),
            )
        return table


def _numbers(usage: dict[str, Any]) -> list[str]:
    tokens = (usage.get("input_tokens") or 0) + (usage.get("output_tokens") or 0)
    calls, turns = usage.get("tool_calls") or 0, usage.get("turns") or 0
    return [f"{usage.get('seconds') or 0:.1f} s", str(turns), str(calls), f"{tokens:,}", money(usage.get("cost_usd"))]


def answer_of(outcome: Outcome) -> str:
    """Return the main text of an answer, whatever its schema."""
    fields = outcome.output if isinstance(outcome.output, dict) else {"answer": outcome.output}
    texts = [fields[name] for name in (*MAIN_FIELDS, *fields) if isinstance(fields.get(name), str)]
    return texts[0] if texts else ""


def what_failed(outcome: Outcome) -> str | None:
    """Return the reason why a run failed. None if it came to an answer by itself."""
    if outcome.error:
        return f"{outcome.error['name']}: {outcome.error['message']}"
    if outcome.stop_reason != NORMAL_STOP:
        return f"reached its limit of {str(outcome.stop_reason).replace('_', ' ')}"
    if answer_of(outcome).startswith(NO_ANSWER):
        return "a tool's result was of no use"
    return None
