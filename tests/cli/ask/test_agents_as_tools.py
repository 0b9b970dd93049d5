"""A run whose tools are agents: their runs, and what those have spent."""

import io
from typing import Any

from rich.console import Console

from cli.ask.display import Display
from cli.ask.events import RunReader
from tests.cli.ask.recorded import as_boto3
from tests.components.agents_in_process import Called, Ended, answers, play_agents
from tests.components.loop import final, turn, use


def shown(**agents: Called) -> list[str]:
    uses = [use(name, f"toolu_{name}", question="How many?") for name in agents]
    played = play_agents(turn(*uses), turn(final()), agents=agents, tool_calls=50)
    display = Display(Console(file=io.StringIO(), width=100, highlight=False))
    for step in RunReader().read(as_boto3(played.run.events)):
        display.show(step)
    lines = display.console.file.getvalue().splitlines()  # type: ignore[attr-defined]
    return [*lines, str(display.totals)]


def ends(status: str, error: str | None = None, cause: str | None = None) -> Called:
    def called(_: Any) -> Any:
        raise Ended(status, error, cause)

    return called


def test_it_shows_the_name_of_an_agents_run_its_answer_and_what_it_spent() -> None:
    lines = shown(ask_sql=lambda _: answers({"answer": "42"}, "turns"))
    [name] = [line for line in lines if line.startswith("  ▸ ask_sql is run run-1-")]
    assert name.endswith("-1-0")
    at = next(n for n, line in enumerate(lines) if line.startswith("  ✓ ask_sql · "))
    assert lines[at].endswith(" s · 100 tokens in, 10 out · $0.5000")
    assert [line.strip() for line in lines[at + 1 : at + 3]] == ["answer: 42", "stop_reason: turns"]
    assert lines[-1] == "2 turns · 4 tool calls · 330 tokens · $1.00"


def test_what_an_agent_has_spent_that_failed_is_unknown_and_one_that_refused_its_input_spent_nothing() -> None:
    lines = shown(failing=ends("FAILED", "LLMAuth", "no"), refusing=ends("FAILED", "InvalidInput", "a circle"))
    found = [line for line in lines if line.startswith("  ✗ ")]
    assert [line.rpartition(" · ")[2] for line in sorted(found)] == ["cost unknown", "nothing spent"]
    assert lines[-1].endswith(" · cost unknown")


def test_an_agent_without_a_price_makes_the_cost_unknown() -> None:
    lines = shown(ask=lambda _: answers({"answer": "42"}, cost_usd=None))
    assert any(line.startswith("  ✓ ask · ") and line.endswith(" · cost unknown") for line in lines)
    assert lines[-1].endswith(" · cost unknown")
