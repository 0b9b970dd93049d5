"""What the loop itself costs: transitions, events and engine time of a run, with an LLM and tools that take no time."""

import json
import statistics
import time

from benchmarks.figure import Figure
from tests.components.loop import agent, final, ok, play, turn, use

TURNS = 20
RUNS = 7


def measure() -> list[Figure]:
    counted = play(*[turn(use("look"))] * TURNS, turn(final()), agent=agent(turns=100))
    answer_only = play(turn(final()))
    transitions = (len(counted.states) - len(answer_only.states)) / TURNS
    events = (len(counted.run.events) - len(answer_only.run.events)) / TURNS

    engine = [_seconds(lambda: play(*[turn(use("look"))] * TURNS, turn(final()), agent=agent(turns=100))) for _ in range(RUNS)]
    return [
        Figure("transitions_per_turn", transitions, "state transitions", "a turn with one tool call; AWS bills these"),
        Figure("events_per_turn", events, "events", "a turn with one tool call; a history holds 25,000"),
        Figure(
            "engine_ms_per_turn",
            round(1000 * statistics.median(engine) / TURNS, 2),
            "ms",
            f"the laptop's engine, median of {RUNS} runs of {TURNS} turns, LLM and tool take no time",
        ),
        Figure(
            "largest_history_bytes",
            _largest_history(),
            "bytes",
            "the conversation in the state at its largest: 96 KiB carried, then eight results of 16 KiB",
        ),
    ]


def _seconds(work) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _largest_history() -> int:
    played = play(
        turn(*(use("look", f"toolu_{n}") for n in range(8))),
        turn(final()),
        input={"messages": [{"role": "user", "content": "x" * 96_000}]},
        tools={"look": lambda event: ok(event, "y" * 16_384)},
    )
    return len(json.dumps(played.calls[-1]["messages"], ensure_ascii=False).encode())
