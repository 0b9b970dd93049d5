import io

import pytest
from rich.console import Console

from cli.ask.answer import answer, chart_lines, money, stop_reason_line, usage_line
from cli.ask.outcome import Chart


def shown(output: object) -> list[str]:
    console = Console(file=io.StringIO(), width=80, highlight=False)
    console.print(answer(output, console))
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


def test_the_answer_stands_first_and_the_other_fields_below_it():
    output = {"queries": ["SELECT 1\nFROM t", "SELECT 2"], "charts": [{"bucket": "b", "key": "k.png"}], "answer": "Yes."}

    assert shown(output) == ["Yes.", "", "Queries", "  • SELECT 1", "    FROM t", "  • SELECT 2"]


def test_any_schema_can_be_shown():
    output = {
        "verdict": "buy",
        "reasons": ["cheap", "growing"],
        "peers": [{"ticker": "A", "pe": 10}, {"ticker": "B", "pe": 12.5}],
        "risk": {"level": "high", "score": 7},
        "certain": False,
        "nothing": None,
    }

    assert shown(output) == [
        "buy",
        "",
        "Reasons",
        "  • cheap",
        "  • growing",
        "",
        "Peers",
        "  ticker  pe",
        "  A       10",
        "  B       12.5",
        "",
        "Risk",
        "  level  high",
        "  score  7",
        "",
        "Certain",
        "  false",
    ]


@pytest.mark.parametrize(
    ("output", "lines"),
    [
        (None, ["(The run ended without an answer.)"]),
        ({}, ["(The answer is empty.)"]),
        ("text alone", ["text alone"]),
        ([1, 2], ["Answer", "  • 1", "  • 2"]),
        ({"answer": "[b]no markup[/b]\x1b[31m"}, ["[b]no markup[/b]"]),
    ],
)
def test_outputs_without_fields_are_shown(output, lines):
    assert shown(output) == lines


def test_usage_is_one_line():
    usage = {"turns": 1, "tool_calls": 2, "input_tokens": 12345, "output_tokens": 678, "cost_usd": None, "seconds": 14.23}

    assert usage_line(usage) == "1 turn · 2 tool calls · 12,345 tokens in, 678 out · cost unknown · 14.2 s"


@pytest.mark.parametrize(("cost", "text"), [(None, "cost unknown"), (0, "$0.00"), (0.0123, "$0.0123"), (1.5, "$1.50")])
def test_cost_is_in_dollars(cost, text):
    assert money(cost) == text


def test_a_limit_that_ended_the_run_is_named():
    assert stop_reason_line("answered") is None
    assert stop_reason_line("tool_calls") == "The run reached the agent's limit of tool calls and had to answer with what it had."


def test_a_charts_path_is_printed_or_why_there_is_none():
    charts = [Chart("b", "runs/r/a.png", path="charts/r/a.png"), Chart("b", "x\x1b[31m.png", skipped="not a PNG")]

    assert [line.plain for line in chart_lines(charts)] == ["chart  charts/r/a.png", "chart  x.png was not fetched: not a PNG"]
