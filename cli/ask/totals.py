"""Count the turns, tool calls, tokens and cost of a run so far."""

from dataclasses import dataclass

from cli.ask.answer import counted, money
from cli.ask.events import ModelAnswered, Step, ToolCalled, ToolFinished


@dataclass
class Totals:
    """Running counters. When the run has ended, its own `usage` replaces them."""

    turns: int = 0
    tool_calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0
    unpriced: int = 0
    """The number of turns whose price is unknown."""

    def add(self, step: Step) -> None:
        if isinstance(step, ToolCalled):
            self.tool_calls += 1
        elif isinstance(step, ModelAnswered):
            self.turns += 1
            self.input_tokens += step.input_tokens
            self.output_tokens += step.output_tokens
            self.cost_usd += step.cost_usd or 0.0
            self.unpriced += step.cost_usd is None
        elif isinstance(step, ToolFinished) and step.used:
            self.tool_calls += step.used.get("tool_calls") or 0
            self.input_tokens += step.used.get("input_tokens") or 0
            self.output_tokens += step.used.get("output_tokens") or 0
            self.cost_usd += step.used.get("cost_usd") or 0.0
            self.unpriced += step.used.get("unpriced_calls") or 0

    def __str__(self) -> str:
        tokens = f"{self.input_tokens + self.output_tokens:,} tokens"
        cost = money(None if self.unpriced else self.cost_usd)
        return " · ".join([counted(self.turns, "turn"), counted(self.tool_calls, "tool call"), tokens, cost])
