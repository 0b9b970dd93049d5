"""Every agent of a stack, asked the first of its sample questions, one after another: a table of what came of it."""

import dataclasses
import io
import json
import time
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.ask.answer import MAIN_FIELDS, NORMAL_STOP, money
from cli.ask.arguments import Arguments
from cli.ask.command import Command
from cli.ask.errors import RUN_FAILED, SUCCESS, AskError, QuestionError
from cli.ask.first_question import first_question
from cli.ask.outcome import Outcome
from cli.ask.stack import Stack, read_stack
from cli.untrusted import one_line

# How the scripted model begins where a tool's result is none that its conversation can go on from.
NO_ANSWER = "I can't answer this"


@dataclass
class Outcomes(Outcome):
    """What became of every run. Its own fields are those of the run that was left alone by Ctrl-C."""

    agents: dict[str, tuple[str, Outcome]] = field(default_factory=dict)
    """The question and its outcome, by agent."""

    def as_json(self) -> str:
        agents = {name: {"question": question, **json.loads(one.as_json())} for name, (question, one) in self.agents.items()}
        return json.dumps({"agents": agents} | ({"error": self.error} if self.error else {}))


class EveryAgent:
    """One call of the command with `--all`."""

    def __init__(self, given: Arguments, console: Console, errors: Console) -> None:
        self.given, self.console, self.errors = given, console, errors
        self.outcome = Outcomes()
        self.stack: Stack | None = None

    def do(self) -> int:
        """Returns the exit code: whether every agent has answered. Raises AskError."""
        started = time.monotonic()
        with self.console.status("reading the stack's outputs"):
            self.stack = read_stack(self.given.stack)
        for agent in self.stack.agents.values():
            self._ask(agent.agent, first_question(agent))
        failed = [name for name, (_, outcome) in self.outcome.agents.items() if what_failed(outcome)]
        self.console.print()
        self.console.print(self._table())
        total = len(self.outcome.agents)
        self.console.print(f"{total - len(failed)} of {total} agents answered, in {time.monotonic() - started:.1f} s", style="bold")
        return RUN_FAILED if failed else SUCCESS

    def _ask(self, agent: str, question: str | None) -> None:
        if question is None:
            missing = Outcome()
            missing.error = {"name": QuestionError.__name__, "message": "it has no sample question"}
            self.outcome.agents[agent] = ("", missing)
            return
        self.console.print(Text.assemble((f"{agent}: ", "bold"), one_line(question, 300)), soft_wrap=not self.console.is_terminal)
        # Each run on a console of its own, which nobody sees: what the runs do, turn by turn, is for asking one agent.
        quiet = Console(file=io.StringIO(), quiet=True)
        given = dataclasses.replace(self.given, all=False, agent=agent, question=question)
        command = Command(given, quiet, quiet, self.stack)
        self.outcome.agents[agent] = (question, command.outcome)
        try:
            with self.console.status(f"asking {agent}"):
                command.do()
        except AskError as error:
            command.outcome.error = {"name": type(error).__name__, "message": str(error)}
        except KeyboardInterrupt:
            self.outcome.execution_arn, self.outcome.status = command.outcome.execution_arn, command.outcome.status
            raise

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
    """The main text of an answer, whatever its schema."""
    fields = outcome.output if isinstance(outcome.output, dict) else {"answer": outcome.output}
    texts = [fields[name] for name in (*MAIN_FIELDS, *fields) if isinstance(fields.get(name), str)]
    return texts[0] if texts else ""


def what_failed(outcome: Outcome) -> str | None:
    """None for a run that came to an answer by itself."""
    if outcome.error:
        return f"{outcome.error['name']}: {outcome.error['message']}"
    if outcome.stop_reason != NORMAL_STOP:
        return f"reached its limit of {str(outcome.stop_reason).replace('_', ' ')}"
    if answer_of(outcome).startswith(NO_ANSWER):
        return "a tool's result was of no use"
    return None
