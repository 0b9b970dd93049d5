"""How many attacks were tried, and how many got through, by part.

Each attack is a test with the mark `attack(part)`, which is in `make test` as well. One that fails is through. A test that was
skipped tried nothing. Not counted are those that need the compilers of other languages: they try the same on each toolkit, and take
long.
"""

import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import defaultdict
from pathlib import Path

from benchmarks.figure import Figure
from tests.attacked import PARTS

ROOT = Path(__file__).parents[1]
NOTHING_FAILED, SOME_FAILED = 0, 1
NEED_COMPILERS = ("tests/conformance", "tests/components/packaging/test_java.py")


def measure() -> list[Figure]:
    figures = []
    for part, (tried, through, skipped) in results(_report()).items():
        names = f": {', '.join(through)}" if through else ""
        figures += [
            Figure(f"{part}_tried", tried, "attacks", PARTS[part]),
            Figure(f"{part}_through", len(through), "attacks", f"Of these, those that got through{names}"),
        ]
        if skipped:
            figures.append(Figure(f"{part}_skipped", skipped, "attacks", "Not tried on this machine, which lacks what they need"))
    return figures


def _report() -> str:
    """Run the attacks, and return pytest's report of them. Ends the program where pytest couldn't run them."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        command = [sys.executable, "-m", "pytest", "-m", "attack", "-q", f"--junitxml={report}"]
        command += [f"--ignore={place}" for place in NEED_COMPILERS]
        done = subprocess.run(command, cwd=ROOT, env={**os.environ}, check=False, stdout=sys.stderr)
        if done.returncode not in (NOTHING_FAILED, SOME_FAILED):
            sys.exit("pytest couldn't run the attacks: see above")
        return report.read_text("utf-8")


def results(report: str) -> dict[str, tuple[int, list[str], int]]:
    """Return, by part, how many attacks were tried, which got through, and how many were skipped."""
    tried: dict[str, int] = defaultdict(int)
    through: dict[str, list[str]] = defaultdict(list)
    skipped: dict[str, int] = defaultdict(int)
    for case in ET.fromstring(report).iter("testcase"):
        for each in case.iter("property"):
            if each.get("name") != "attack":
                continue
            part = str(each.get("value"))
            if case.find("skipped") is not None:
                skipped[part] += 1
                continue
            tried[part] += 1
            if case.find("failure") is not None or case.find("error") is not None:
                through[part].append(str(case.get("name")))
    return {part: (tried[part], through[part], skipped[part]) for part in PARTS}
