"""The costs that the documents name follow from AWS's prices in us-east-1, the caller's memory and the transitions of a turn.

https://aws.amazon.com/lambda/pricing/ and https://aws.amazon.com/step-functions/pricing/
"""

import json
from pathlib import Path

from cli.versions.version import SECONDS_PER_MONTH, SNAPSHOT_USD_PER_GB_SECOND
from components.settings.llm_settings import MEMORY_MB

ROOT = Path(__file__).parents[2]
COSTS = (ROOT / "docs" / "how-to" / "first-deployment.md").read_text("utf-8")

GB_SECOND = {"arm64": 0.0000133334, "x86_64": 0.0000166667}
REQUEST = 0.0000002
TRANSITION = 0.000025
RESTORED_GB = 0.0001397998
MODEL_SECONDS = 10
LITELLM, NATIVE = MEMORY_MB["litellm"], MEMORY_MB["native"]
FORMER_MB = 1769


def waiting(memory_mb: int, architecture: str = "arm64") -> float:
    return memory_mb / 1024 * MODEL_SECONDS * GB_SECOND[architecture] + REQUEST


def transitions() -> float:
    figures = json.loads((ROOT / "benchmarks" / "results" / "loop.json").read_text("utf-8"))["figures"]
    return next(figure["value"] for figure in figures if figure["name"] == "transitions_per_turn") * TRANSITION


def test_the_table_of_costs_is_calculated() -> None:
    monthly = LITELLM / 1024 * SNAPSHOT_USD_PER_GB_SECOND * SECONDS_PER_MONTH
    for row in (
        f"| {monthly:.2f} a month for each version of the caller",
        f"and {LITELLM / 1024 * RESTORED_GB:.5f} for each start |",
        f"| a turn with one tool call: 5 state transitions | {transitions():.6f} |",
        f"thinks {MODEL_SECONDS} s, with {LITELLM} MB on arm64 | {waiting(LITELLM):.6f} |",
        f"| the same on x86_64 | {waiting(LITELLM, 'x86_64'):.6f} |",
        f"`client: native`, {NATIVE} MB on arm64 | {waiting(NATIVE):.6f} |",
        f"it is ${waiting(FORMER_MB):.5f}.",
    ):
        assert row in COSTS, row


def test_the_readme_names_the_price_of_a_turn() -> None:
    turn = f"A turn of {MODEL_SECONDS} s costs ${transitions() + waiting(LITELLM):.5f} and the model's tokens"
    assert turn in (ROOT / "README.md").read_text("utf-8")


def test_waiting_costs_a_third_of_what_a_whole_processor_costs_or_less() -> None:
    assert max(MEMORY_MB.values()) <= FORMER_MB / 3
