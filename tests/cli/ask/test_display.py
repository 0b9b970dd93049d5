import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console

from cli.ask.display import Display
from cli.ask.events import ModelAnswered, RunReader, ToolCalled, ToolFinished, TurnStarted
from tests.cli.ask.recorded import history

SHOWN = Path(__file__).parent / "shown"
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def plain(width: int = 100) -> Console:
    return Console(file=io.StringIO(), width=width, highlight=False)


@pytest.mark.parametrize("name", ["repairs", "crashes"])
def test_a_run_is_shown_like_this(name):
    """`SHOW=1 pytest` writes what is shown now, to be read in the diff."""
    console = plain()
    display = Display(console)
    with display.live():
        for step in RunReader().read(history(name)):
            display.show(step)

    shown = console.file.getvalue() + f"\n{display.totals}\n"
    if os.environ.get("SHOW"):
        (SHOWN / f"{name}.txt").write_text(shown)
    assert shown == (SHOWN / f"{name}.txt").read_text()


def test_parallel_calls_are_numbered_and_their_results_come_when_they_are_there():
    console = plain()
    display = Display(console)
    for step in RunReader().read(history("parallel")):
        display.show(step)

    lines = console.file.getvalue().splitlines()
    calls = [line for line in lines if line.startswith("  →")]
    results = [line for line in lines if line.startswith(("  ✓", "  ✗"))]
    assert calls == [
        "  → execute_sql_query (1 of 3)",
        "  → get_db_schema (2 of 3)",
        '  → drop_table (3 of 3) {"table": "People"}',
        "  → answers",
    ]
    assert results[-1].startswith("  ✓ execute_sql_query (1 of 3) · 0.3 s")


def status(display: Display) -> str:
    console = plain(200)
    console.print(display.status(NOW))
    return console.file.getvalue().strip()[2:]


def test_the_status_names_what_runs_since_when_and_the_counters():
    display = Display(plain())
    assert status(display) == "waiting  0 turns · 0 tool calls · 0 tokens · $0.00"

    display.show(TurnStarted(NOW - timedelta(seconds=3.2), 1))
    assert status(display).startswith("the model is thinking 3 s  ")

    display.show(ModelAnswered(NOW, 1, 3.2, "", (), "claude", 1200, 80, 0.0048))
    slow = ToolCalled(NOW - timedelta(seconds=12), 1, 0, 2, "a", "execute_python", {})
    fast = ToolCalled(NOW - timedelta(seconds=2), 1, 1, 2, "b", "get_db_schema", {})
    display.show(slow)
    display.show(fast)
    assert status(display) == (
        "execute_python (1 of 2) 12 s   get_db_schema (2 of 2) 2 s  1 turn · 2 tool calls · 1,280 tokens · $0.0048"
    )

    display.show(ToolFinished(NOW, fast, 2.0, "fine", False))
    assert status(display).startswith("execute_python (1 of 2) 12 s  1 turn")


def test_a_final_answer_beside_other_calls_is_a_call_like_them():
    console = plain()
    uses = ({"name": "get_db_schema", "input": {}}, {"name": "final_answer", "input": {"answer": "x"}})
    Display(console).show(ModelAnswered(NOW, 1, 1.0, "", uses, "claude", 1, 1, None))

    assert console.file.getvalue().splitlines()[2:] == ["  → get_db_schema (1 of 2)", '  → final_answer (2 of 2) {"answer": "x"}']


def test_rich_markup_in_a_models_text_is_text():
    console = plain()
    Display(console).show(ModelAnswered(NOW, 1, 1.0, "[red]not red[/red] \x1b[31mnor this", (), "claude", 1, 1, None))

    assert console.file.getvalue().splitlines()[2:] == ["  [red]not red[/red] nor this"]


def test_a_long_text_of_the_model_is_cut():
    console = plain()
    Display(console).show(ModelAnswered(NOW, 1, 1.0, "\n".join("abc" for _ in range(22)), (), "claude", 1, 1, None))

    assert console.file.getvalue().splitlines()[-1] == "  … (2 more lines)"
