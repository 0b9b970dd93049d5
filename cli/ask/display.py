"""Show a run while it happens: finished steps as lines that stay, and running steps as a line with a spinner below them.

If the output isn't a terminal, it has the same words in plain lines, without colour and spinner.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from cli.ask import preview
from cli.ask.answer import code, counted, indented, money
from cli.ask.events import AgentStarted, AttemptFailed, ModelAnswered, Step, ToolCalled, ToolFinished, TurnStarted
from cli.ask.totals import Totals
from cli.untrusted import clean, one_line

FINAL_ANSWER = "final_answer"
MOST_TEXT_LINES = 20


class Display:
    """Shows the steps of a run. Give it each step once, in order, within `with display.live():`."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.totals = Totals()
        self._thinking_since: datetime | None = None
        self._running: dict[str, ToolCalled] = {}

    @contextmanager
    def live(self) -> Iterator[Self]:
        """Keep the spinner turning while the block lasts. Text printed within it appears above the spinner."""
        if not self.console.is_terminal:
            yield self
            return
        with Live(console=self.console, get_renderable=self.status, refresh_per_second=8, transient=True):
            yield self

    def show(self, step: Step) -> None:
        self.totals.add(step)
        match step:
            case TurnStarted():
                self._thinking_since = step.at
            case ModelAnswered():
                self._thinking_since = None
                self._show_turn(step)
            case ToolCalled():
                self._running[step.id] = step
            case AgentStarted():
                self._print(Text(f"  ▸ {_label_of(step.call)} is run {one_line(step.run, 80)}", style="dim"))
            case AttemptFailed():
                self._show_failed_attempt(step)
            case ToolFinished():
                self._running.pop(step.call.id, None)
                self._show_result(step)

    def status(self, now: datetime | None = None) -> RenderableType:
        """Return the running steps with their durations, and the counters so far."""
        now = now or datetime.now(UTC)
        running = [f"{_label_of(call)} {_elapsed(call.at, now)}" for call in self._running.values()]
        if self._thinking_since:
            running.append(f"the model is thinking {_elapsed(self._thinking_since, now)}")
        what = Text("   ".join(running) or "waiting", style="bold")
        counters = Text(f"  {self.totals}", style="dim")
        return Spinner("dots", Text.assemble(what, counters), style="cyan")

    def _show_turn(self, step: ModelAnswered) -> None:
        took = f"{step.seconds:.1f} s · {step.input_tokens:,} tokens in, {step.output_tokens:,} out · {money(step.cost_usd)}"
        self._print(Text(""), Text.assemble((f"Turn {step.turn}", "bold"), (f" · {took}", "dim")))
        text = clean(step.text).split("\n") if step.text else []
        if len(text) > MOST_TEXT_LINES:
            text = [*text[:MOST_TEXT_LINES], f"… ({counted(len(text) - MOST_TEXT_LINES, 'more line')})"]
        if text:
            self._print(indented(Text("\n".join(text)), 2, self.console))
        uses = step.tool_uses
        if len(uses) == 1 and uses[0].get("name") == FINAL_ANSWER and not uses[0].get("error"):
            self._print(Text("  → answers", style="green"))
        else:
            for index, use in enumerate(uses):
                self._show_call(_label(str(use.get("name")), index, len(uses)), use.get("input"))

    def _show_call(self, label: str, given: Any) -> None:
        rest = preview.other_input(given)
        self._print(Text.assemble("  → ", (label, "bold cyan"), f" {rest}" if rest else ""))
        for language, source in preview.code_in(given):
            self._print(indented(code(source, language, self.console), 6, self.console))

    def _show_failed_attempt(self, step: AttemptFailed) -> None:
        who = _label_of(step.tool) if step.tool else "the LLM"
        problem = f"  ! {who}, attempt {step.attempt}: {one_line(step.error, 80)}: {one_line(step.cause, 300)}"
        self._print(Text(problem, style="yellow"))

    def _show_result(self, step: ToolFinished) -> None:
        mark, style = ("✗", "red") if step.is_error else ("✓", "green")
        took = f"{step.seconds:.1f} s" if step.used is None else f"{step.seconds:.1f} s · {_spent(step.used)}"
        self._print(Text.assemble("  ", (mark, style), f" {_label_of(step.call)}", (f" · {took}", "dim")))
        # A result is cut at its end. An error may have its point there, so it isn't cut.
        result = preview.of_result(step.content)
        text = Text(result, style="red") if step.is_error else Text(result, style="dim", no_wrap=True, overflow="ellipsis")
        self._print(indented(text, 6, self.console))

    def _print(self, *lines: RenderableType) -> None:
        # A line that isn't on a screen may have any length.
        self.console.print(Group(*lines), soft_wrap=not self.console.is_terminal)


def _spent(used: dict[str, Any]) -> str:
    """Return what the run of an agent took. What a run that failed has spent isn't known."""
    if not used:
        return "nothing spent"
    if "input_tokens" not in used:
        return "cost unknown"
    cost = money(None if used.get("unpriced_calls") else used.get("cost_usd"))
    return f"{used['input_tokens']:,} tokens in, {used.get('output_tokens') or 0:,} out · {cost}"


def _label_of(call: ToolCalled) -> str:
    return _label(call.name, call.index, call.of)


def _label(name: str, index: int, of: int) -> str:
    """Return the tool's name, and its number if several run at once."""
    name = one_line(name, 64)
    return f"{name} ({index + 1} of {of})" if of > 1 else name


def _elapsed(since: datetime, now: datetime) -> str:
    return f"{max(0.0, (now - since).total_seconds()):.0f} s"
