"""docs/reference/security.md names tests that are there, and has the numbers of benchmarks/results/attacks.json.

`UPDATE_GOLDEN=1 make test T=tests/project/test_security_page.py` writes the numbers anew, after `python -m benchmarks attacks`.
"""

import json
import os
import re
from pathlib import Path

from tests.attacked import PARTS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "security.md"
RESULTS = ROOT / "benchmarks" / "results" / "attacks.json"
START, END = "<!-- made by tests/project/test_security_page.py -->\n", "<!-- end -->"
RISKS = [f"ASI{number:02}" for number in range(1, 11)]


def numbers() -> str:
    """The table of the results."""
    found = {figure["name"]: figure["value"] for figure in json.loads(RESULTS.read_text("utf-8"))["figures"]}
    rows = [
        f"| {part} | {what} | {found[f'{part}_tried']:,} | {found[f'{part}_through']} |"
        for part, what in PARTS.items()
        if f"{part}_tried" in found
    ]
    return "\n".join(["| part | what tries | tried | through |", "|---|---|---:|---:|", *rows]) + "\n"


def test_the_numbers_are_those_of_the_results() -> None:
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(START)
    wanted = before + START + numbers() + rest[rest.index(END) :]
    if os.environ.get("UPDATE_GOLDEN"):
        PAGE.write_text(wanted, "utf-8")
    assert PAGE.read_text("utf-8") == wanted


def test_no_attack_got_through_when_they_were_counted() -> None:
    figures = json.loads(RESULTS.read_text("utf-8"))["figures"]
    assert {figure["name"]: figure["value"] for figure in figures if figure["name"].endswith("_through")} == dict.fromkeys(
        (f"{part}_through" for part in PARTS), 0
    )


def test_every_risk_of_the_list_and_every_part_of_the_attacks_stands_in_the_table() -> None:
    rows = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ") and line.count("|") == 6]
    assert [risk for risk in RISKS if not any(f"**{risk} " in row for row in rows)] == []
    named = {row.split("|")[5].strip() for row in rows[1:]}
    assert named == set(PARTS)


def test_every_test_that_is_named_is_there() -> None:
    text = PAGE.read_text("utf-8")
    named = re.findall(r"`(tests/[^`]+)`", text)
    assert [path for path in named if not (ROOT / path).exists()] == []
    beside = re.findall(r"`(tests/[^`]+)/[^/`]+`, `(test_\w+\.py)` beside it", text)
    assert [f"{folder}/{name}" for folder, name in beside if not (ROOT / folder / name).is_file()] == []
