"""Measures, and writes what was measured: `python -m benchmarks [NAME …]`, or `make bench`.

Each NAME is a module of this folder with `measure() -> list[Figure]`. Its figures go to `results/NAME.json`, with the machine
they were measured on, and the table in README.md is made anew from all results. Nothing here passes or fails.
"""

import datetime
import importlib
import json
import os
import platform
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from benchmarks.figure import Figure

FOLDER = Path(__file__).parent
NAMES = ("loop", "builds", "caller", "first_answer", "clustering", "series", "tools", "attacks", "tests")
START, END = "<!-- table: made by make bench -->", "<!-- end of table -->"


def main(names: list[str]) -> None:
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        sys.exit(f"There is no benchmark {', '.join(unknown)}; there are: {', '.join(NAMES)}")
    for name in names or NAMES:
        print(f"── {name}", file=sys.stderr)
        figures = importlib.import_module(f"benchmarks.{name}").measure()
        result = {"name": name, "machine": machine(), "figures": [asdict(figure) for figure in figures]}
        (FOLDER / "results" / f"{name}.json").write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
        for figure in figures:
            print(f"   {figure.name:<28} {figure.value:>12,} {figure.unit}", file=sys.stderr)
    readme = FOLDER / "README.md"
    text = readme.read_text()
    before, after = text[: text.index(START) + len(START)], text[text.index(END) :]
    readme.write_text(f"{before}\n{table()}\n{after}")


def table() -> str:
    """The figures of every result as one Markdown table."""
    rows = ["| benchmark | figure | value | unit | what it is |", "|---|---|---:|---|---|"]
    for name in NAMES:
        path = FOLDER / "results" / f"{name}.json"
        if path.is_file():
            for given in json.loads(path.read_text())["figures"]:
                figure = Figure(**given)
                rows.append(f"| {name} | `{figure.name}` | {figure.value:,} | {figure.unit} | {figure.what} |")
    return "\n".join(rows)


def machine() -> dict[str, object]:
    """What the figures depend on."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=FOLDER, check=False)
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "commit": commit.stdout.strip(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9),
        "python": platform.python_version(),
    }


if __name__ == "__main__":
    main(sys.argv[1:])
