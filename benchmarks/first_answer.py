"""From a clone to the first answer, step by step, with nothing downloaded and nothing built; and the second time."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.figure import Figure
from local.pulumi_cli.release import VARIABLE as RELEASES
from tests.end_to_end.conftest import ROOT
from tests.environment import forget
from tests.ports import free_ports

# As `make demo` takes them, one by one.
STEPS = (
    ("clone", ("git", "clone", "--quiet", str(ROOT), "."), "git clone from this disk"),
    ("packages", ("make", "setup"), "the virtual environment: Python packages downloaded and installed"),
    (
        "pulumi_cli",
        (".venv/bin/python", "-m", "local.pulumi_cli"),
        "the Pulumi CLI from Go modules; none of it where there is one on PATH",
    ),
    ("start", ("./agent", "up", "--no-deploy"), "the laptop stack's processes, Pulumi's plugin and stack"),
    ("deploy", ("./agent", "up"), "packages of all functions built, 34 resources created"),
    ("ask", ("./agent", "demo"), "the question with the chart, functions started cold"),
)


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        clone.mkdir()
        environment = _nothing_cached(Path(folder))
        figures = []
        try:
            for name, command, what in STEPS:
                figures.append(Figure(f"{name}_seconds", _seconds(command, clone, environment), "s", what))
            total = round(sum(figure.value for figure in figures), 1)
            again = _seconds(("make", "demo"), clone, environment)
        finally:
            subprocess.run(["./agent", "down"], cwd=clone, env=environment, capture_output=True, check=False)
            # Go makes the folders of its modules read-only.
            subprocess.run(["chmod", "-R", "u+w", folder], check=False)
    return [
        *figures,
        Figure("first_answer_seconds", total, "s", "all of these"),
        Figure("second_demo_seconds", again, "s", "`make demo` once more"),
        Figure("first_to_second", round(total / again), "ratio", "what the first run has saved the second"),
    ]


def _nothing_cached(folder: Path) -> dict[str, str]:
    """This environment, without keys of models, without a Pulumi CLI, and with caches of its own."""
    mine = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    forget(mine)
    found = shutil.which("pulumi")
    path = [one for one in mine["PATH"].split(os.pathsep) if not found or Path(one) != Path(found).parent]
    return mine | {
        "PATH": os.pathsep.join(path),
        # Built, where the release could be downloaded too: the longer of the two.
        RELEASES: "",
        "UV_CACHE_DIR": str(folder / "uv"),
        "PIP_CACHE_DIR": str(folder / "pip"),
        "GOCACHE": str(folder / "go-build"),
        "GOMODCACHE": str(folder / "go-mod"),
        "LOCAL_PORT_BASE": str(free_ports().base),
    }


def _seconds(command: tuple[str, ...], folder: Path, environment: dict[str, str]) -> float:
    print(f"   {' '.join(command)}", file=sys.stderr)
    started = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")
    return round(time.perf_counter() - started, 1)
