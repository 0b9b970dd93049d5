"""How long `make test` and `make test-fast` take, with what is installed and built already, and which files take longest."""

import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

from benchmarks.figure import Figure

ROOT = Path(__file__).parents[1]
SLOWEST = 10
TIERS = {"test-fast": "test_fast", "test": "test"}


def measure() -> list[Figure]:
    """The slowest files stand last, by their names: tests/scheduling.py begins with them."""
    figures: list[Figure] = []
    for command, name in TIERS.items():
        seconds, tests, files = _run(command)
        figures += [
            Figure(f"{name}_seconds", round(seconds), "s", f"`make {command}`, from its start to its end"),
            Figure(f"{name}_tests", tests, "tests", f"What `make {command}` runs; each case of a parametrized test is one"),
        ]
    figures += [
        Figure(file, round(taken, 1), "s", "All tests of the file, one after another, in `make test`")
        for file, taken in files.most_common(SLOWEST)
    ]
    return figures


def _run(command: str) -> tuple[float, int, Counter[str]]:
    """Seconds, how many tests ran, and the seconds of each file. Ends the program where a test fails: its time says nothing."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        # This older form of the report has each test's file.
        options = f"--junitxml={report} -o junit_family=xunit1"
        started = time.monotonic()
        done = subprocess.run(["make", command], cwd=ROOT, env={**os.environ, "PYTEST_ADDOPTS": options}, check=False)
        seconds = time.monotonic() - started
        if done.returncode:
            sys.exit(f"make {command} failed, so that there is nothing to measure")
        return seconds, *read(report)


def read(report: Path) -> tuple[int, Counter[str]]:
    """How many tests a report of pytest has, without those that were skipped, and the seconds of each file."""
    cases = [case for case in ET.parse(report).iter("testcase") if case.find("skipped") is None]
    files: Counter[str] = Counter()
    for case in cases:
        files[case.attrib["file"]] += float(case.attrib["time"])
    return len(cases), files
