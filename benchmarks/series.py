"""How long the stock-analyzer takes for a million series, and how much memory, against pandas on the same file.

The tool runs as Lambda runs it: the built package, a process started anew, its event by a Lambda Runtime API, the series from S3
and its results to S3, by a MiniStack that shares this machine's processors. The JVM has the heap that it gets in a function of the
declared memory.

pandas runs as a person would write it, also started anew, with the file on this disk: `read_csv`, vectorised numpy for the numbers,
`to_csv` for the results. It reads the file once for both calculations, the tool once for each. Both run in each round, one after
the other; a ratio is the median of the rounds'.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import numpy as np
import pandas as pd

from benchmarks.figure import Figure
from local.built_function import BuiltFunction, build_for_this_machine, declared, tool_folder

SERIES = int(os.environ.get("BENCH_SERIES", "1000000"))
POINTS = 50
WINDOW = 20
ROUNDS = 2
TOOL = "stock-analyzer"
BUCKET, PREFIX = "bench", "runs/bench/"

# Laps: seconds since the process was started, as this machine's clock has it.
_PANDAS = f"""
import json, os, resource, sys, time
laps = {{}}
def lap(name): laps[name] = time.time() - float(os.environ["STARTED"])
import numpy as np
import pandas as pd
series, volatility_csv, averages_csv = sys.argv[1:]
frame = pd.read_csv(series, header=None, index_col=0)
prices = frame.to_numpy()
returns = np.diff(np.log(prices), axis=1)
volatility = pd.Series(returns.std(axis=1) * np.sqrt(252) * 100, index=frame.index)
lap("volatility")
volatility.to_csv(volatility_csv)
lap("volatility_written")
sums = np.cumsum(np.pad(prices, ((0, 0), (1, 0))), axis=1)
averages = np.full(prices.shape, np.nan)
averages[:, {WINDOW - 1}:] = (sums[:, {WINDOW}:] - sums[:, :-{WINDOW}]) / {WINDOW}
lap("averages")
pd.DataFrame(averages, index=frame.index).to_csv(averages_csv)
lap("averages_written")
print(json.dumps({{**laps, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}}))
"""


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        path = folder / "series.csv"
        write_series(path)
        file_mb = path.stat().st_size / 1e6
        with _s3(folder):
            client = boto3.client("s3")
            client.create_bucket(Bucket=BUCKET)
            client.upload_file(str(path), BUCKET, f"{PREFIX}series.csv")
            build_for_this_machine(TOOL, tool_folder(TOOL), "java")
            rounds = []
            for number in range(ROUNDS):
                rounds.append((_tool(folder / f"function-{number}"), _pandas(path, folder)))
                difference = _largest_difference(client, folder)
    return _figures(rounds, difference, file_mb)


def _figures(rounds: list[tuple[dict[str, float], dict[str, float]]], difference: float, file_mb: float) -> list[Figure]:
    def ratio(pandas: str, tool: str) -> float:
        return round(statistics.median(theirs[pandas] / ours[tool] for ours, theirs in rounds), 1)

    def tool(name: str) -> float:
        return round(statistics.median(ours[name] for ours, _ in rounds), 1)

    def pandas(name: str) -> float:
        return round(statistics.median(theirs[name] for _, theirs in rounds), 1)

    both = f"volatility and moving average of {SERIES:,} series × {POINTS} ({file_mb:,.0f} MB)"
    return [
        Figure("speedup", ratio("averages_written", "averages"), "ratio", f"{both}, results stored as CSV: pandas to the tool"),
        Figure(
            "volatility_speedup", ratio("volatility_written", "volatility"), "ratio", "volatility alone, stored: pandas to the tool"
        ),
        Figure(
            "unwritten_speedup", ratio("averages", "averages"), "ratio", "both, where pandas writes no averages and the tool does"
        ),
        Figure(
            "peak_mb", tool("peak_mb"), "MB", f"the tool's process at its largest, of the {tool('memory_mb'):.0f} of its function"
        ),
        Figure("pandas_peak_mb", pandas("peak_mb"), "MB", "pandas' process at its largest"),
        Figure("tool_volatility_seconds", tool("volatility"), "s", "the tool: start of the process to the answer, volatility"),
        Figure("tool_seconds", tool("averages"), "s", "the tool: the same, then the moving average by a second tool use"),
        Figure("pandas_volatility_seconds", pandas("volatility_written"), "s", "pandas: start of the process to volatility stored"),
        Figure("pandas_unwritten_seconds", pandas("averages"), "s", "pandas: start of the process to moving averages in memory"),
        Figure("pandas_seconds", pandas("averages_written"), "s", "pandas: the same, moving averages stored too"),
        Figure("largest_difference", difference, "relative", "between the results of the two"),
    ]


def write_series(path: Path) -> None:
    """Prices with two decimals: 20,000 random walks, which come again under other names."""
    random = np.random.default_rng(7)
    different = min(20_000, SERIES)
    steps = np.cumsum(random.normal(0.0003, 0.02, (different, POINTS)), axis=1)
    prices = np.round(random.uniform(5, 500, (different, 1)) * np.exp(steps), 2)
    texts = [",".join(map(str, row)) + "\n" for row in prices.tolist()]
    with path.open("w") as file:
        for start in range(0, SERIES, different):
            file.write("".join(f"S{start + i:07},{texts[i]}" for i in range(min(different, SERIES - start))))


def _tool(folder: Path) -> dict[str, float]:
    """Seconds to each answer, and megabytes."""
    folder.mkdir()
    memory = declared(tool_folder(TOOL))["memory_mb"]
    package = build_for_this_machine(TOOL, tool_folder(TOOL), "java")
    function = BuiltFunction(package, folder, os.environ["AWS_ENDPOINT_URL"], memory, {})
    try:
        started = time.time()
        _use(function, "volatility", "calculate_volatility", {})
        volatility = time.time() - started
        _use(function, "averages", "calculate_moving_average", {"window": WINDOW})
        averages = time.time() - started
        assert function._process
        [peak] = [line for line in Path(f"/proc/{function._process.pid}/status").read_text().splitlines() if "VmHWM" in line]
    finally:
        function.close()
    return {"volatility": volatility, "averages": averages, "peak_mb": int(peak.split()[1]) / 1024, "memory_mb": memory}


def _use(function: BuiltFunction, id: str, tool: str, given: dict[str, Any]) -> None:
    run = {"execution": "bench", "agent": "time-series", "results": {"bucket": BUCKET, "prefix": PREFIX}}
    input = {"bucket": BUCKET, "key": f"{PREFIX}series.csv", **given}
    answer = function.invoke({"id": id, "name": tool, "input": input, "run": run})
    if answer.error or answer.result["is_error"]:
        raise RuntimeError(f"{tool} failed: {answer.error or answer.result['content']}")


def _pandas(path: Path, folder: Path) -> dict[str, float]:
    arguments = [sys.executable, "-c", _PANDAS, path, folder / "volatility.csv", folder / "averages.csv"]
    done = subprocess.run(arguments, env={**os.environ, "STARTED": str(time.time())}, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def _largest_difference(client: Any, folder: Path) -> float:
    """Of all volatilities, and of the moving averages of the first series."""
    largest = 0.0
    for name in ("volatility", "averages"):
        client.download_file(BUCKET, f"{PREFIX}{name}.csv", str(folder / "ours.csv"))
        rows = None if name == "volatility" else 10_000
        ours = pd.read_csv(folder / "ours.csv", index_col=0, nrows=rows).drop(columns="reason", errors="ignore")
        theirs = pd.read_csv(folder / f"{name}.csv", index_col=0, nrows=rows)
        if list(ours.index) != list(theirs.index):
            raise RuntimeError(f"{name}: the tool and pandas have different series")
        a, b = ours.to_numpy(dtype=float), theirs.to_numpy(dtype=float)
        if (np.isnan(a) != np.isnan(b)).any():
            raise RuntimeError(f"{name}: the tool and pandas have results in different places")
        largest = max(largest, float(np.nanmax(np.abs(a / b - 1))))
    return float(f"{largest:.1e}")


@contextmanager
def _s3(folder: Path) -> Iterator[None]:
    """A MiniStack on a free port, which boto3 talks to."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {"HOME": str(folder), "TMPDIR": str(folder), "BIND_HOST": "127.0.0.1", "MINISTACK_HOST": "127.0.0.1"}
    own |= {"GATEWAY_PORT": str(port), "IOT_MTLS_ENABLED": "0", "SFTP_ENABLED": "0", "PATH": os.environ["PATH"]}
    with (folder / "ministack.log").open("wb") as log:
        server = subprocess.Popen([sys.executable, "-m", "ministack"], env=own, cwd=folder, stdout=log, stderr=log)
    before = dict(os.environ)
    url = f"http://127.0.0.1:{port}"
    access = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1"}
    os.environ.update({**access, "AWS_DEFAULT_REGION": "us-east-1", "AWS_ENDPOINT_URL": url})
    try:
        deadline = time.monotonic() + 60
        while not _answers(url):
            if time.monotonic() > deadline:
                raise RuntimeError("MiniStack didn't start")
            time.sleep(0.1)
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        server.terminate()
        server.wait(10)


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(f"{url}/_ministack/health", timeout=1).close()
    except (urllib.error.URLError, OSError):
        return False
    return True
