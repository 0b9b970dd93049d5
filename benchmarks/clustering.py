"""How quick the Rust clustering is, against what one would write in Python: distances by aeon, on all cores, then scikit-learn's
HDBSCAN.

Cold is a whole process: it starts, reads the CSV, clusters, and ends. Warm is the computing alone: what aeon compiles is compiled
before. A round has one of each, one after the other, and a ratio is the median of the rounds' own ratios.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.figure import Figure
from components.packaging.package import ROOT

COMPILED = ROOT / ".build" / "rust" / "algorithm"
POINTS = 250
COLD_SERIES, WARM_SERIES, MOST_SERIES = 200, 2_000, 10_000
COLD_ROUNDS, WARM_ROUNDS, DTW_ROUNDS = 5, 5, 1
WINDOW = 0.1
"""For DTW: aeon takes minutes even so."""
MIN_CLUSTER_SIZE = 5
LABELLED = ("unit_test", "gunpoint", "italy_power_demand", "arrow_head", "osuleaf")
MEASURES = ("euclidean", "manhattan", "correlation", "dtw")

# As one would write it for series that are z-normalised.
_COLD = f"""
import sys
import pandas as pd
from aeon.distances import euclidean_pairwise_distance
from sklearn.cluster import HDBSCAN
series = pd.read_csv(sys.argv[1], header=None, index_col=0).to_numpy()
series = (series - series.mean(axis=1, keepdims=True)) / series.std(axis=1, keepdims=True)
distances = euclidean_pairwise_distance(series, n_jobs=-1)
labels = HDBSCAN(metric="precomputed", min_cluster_size={MIN_CLUSTER_SIZE}, copy=False).fit_predict(distances)
print(labels.tolist())
"""

Distances = Callable[[np.ndarray], np.ndarray]


def measure() -> list[Figure]:
    # Libraries that warn of each other's code.
    warnings.simplefilter("ignore")
    program = _program()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        return [*_cold(program, folder), *_warm(program, folder), *_agreement(program, folder), *_largest(program, folder)]


def _cold(program: Path, folder: Path) -> list[Figure]:
    file = folder / "cold.csv"
    _write(file, _series(COLD_SERIES))
    ours = [program, file, _parameters("euclidean")]
    theirs = [sys.executable, "-W", "ignore", "-c", _COLD, file]
    # What numba and the system keep on disk is there from here on.
    for command in (ours, theirs):
        _run(command)
    print(f"   cold: {COLD_ROUNDS} rounds", file=sys.stderr)
    rounds = [(_seconds(lambda: _run(theirs)), _seconds(lambda: _run(ours))) for _ in range(COLD_ROUNDS)]
    what = f"{COLD_SERIES} series × {POINTS} points, euclidean: a whole process"
    return [
        Figure("cold_speedup", _speedup(rounds), "ratio", f"{what} of Python with its imports, to ours"),
        Figure("cold_seconds", round(statistics.median(our for _, our in rounds), 4), "s", f"{what}, ours"),
        Figure("cold_python_seconds", round(statistics.median(their for their, _ in rounds), 2), "s", f"{what}, Python's"),
    ]


def _warm(program: Path, folder: Path) -> list[Figure]:
    import aeon.distances

    series = _series(WARM_SERIES)
    file = folder / "warm.csv"
    _write(file, series)
    pairwise = aeon.distances
    rivals: dict[str, tuple[int, str, list[Distances]]] = {
        "dtw": (DTW_ROUNDS, f" with window {WINDOW}", [_by_dtw]),
        "correlation": (
            WARM_ROUNDS,
            ", the quicker of aeon's squared distances of normalised series and numpy's corrcoef",
            [
                lambda given: pairwise.squared_pairwise_distance(_normalised(given), n_jobs=-1) / (2 * POINTS),
                lambda given: np.clip(1 - np.corrcoef(given), 0, None),
            ],
        ),
        "euclidean": (WARM_ROUNDS, "", [lambda given: pairwise.euclidean_pairwise_distance(_normalised(given), n_jobs=-1)]),
        "manhattan": (WARM_ROUNDS, "", [lambda given: pairwise.manhattan_pairwise_distance(_normalised(given), n_jobs=-1)]),
    }
    figures = []
    for name, (count, how, distances) in rivals.items():
        print(f"   warm: {name}, {count} rounds", file=sys.stderr)
        for each in distances:
            _hdbscan(each(series[:20]))
        rounds = []
        for _ in range(count):
            theirs = min(_seconds(lambda each=each: _hdbscan(each(series))) for each in distances)
            # The second of two: the first finds its threads and memory cold.
            rounds.append(
                (theirs, json.loads(_run([program, file, _parameters(name), "rounds=2", "memory_mb=8192"]))["seconds"][1])
            )
        what = f"{WARM_SERIES:,} series × {POINTS} points, {name}{how}: computing alone, warm"
        ours, theirs = (statistics.median(seconds) for seconds in (column for column in reversed(list(zip(*rounds, strict=True)))))
        figures += [
            Figure(f"{name}_speedup", _speedup(rounds), "ratio", f"{what}, aeon and scikit-learn to ours"),
            Figure(f"{name}_seconds", round(ours, 3), "s", f"{what}, ours"),
            Figure(f"{name}_python_seconds", round(theirs, 3), "s", f"{what}, aeon and scikit-learn"),
        ]
    return figures


def _agreement(program: Path, folder: Path) -> list[Figure]:
    """Adjusted Rand indexes: 1 is the same partition, 0 is chance."""
    import aeon.datasets
    from sklearn.cluster._hdbscan import hdbscan
    from sklearn.metrics import adjusted_rand_score

    print(f"   agreement: {', '.join(LABELLED)}", file=sys.stderr)
    unstable, found = hdbscan._process_mst, []

    def stable(edges: np.ndarray) -> np.ndarray:
        return hdbscan.make_single_linkage(edges[np.argsort(edges["distance"], kind="stable")])

    for name in LABELLED:
        loaded, truth = getattr(aeon.datasets, f"load_{name}")()
        file, matrix = folder / f"{name}.csv", folder / f"{name}.distances"
        _write(file, loaded[:, 0, :])
        for each in MEASURES:
            _run([program, file, _parameters(each), f"distances={matrix}"])
            distances = np.fromfile(matrix).reshape(len(truth), len(truth))
            ours = json.loads(_run([program, file, _parameters(each)]))["labels"]
            # It works in what it is given.
            theirs = _hdbscan(distances.copy())
            again = _hdbscan(distances[::-1, ::-1].copy())[::-1]
            hdbscan._process_mst = stable
            theirs_stable = _hdbscan(distances.copy())
            hdbscan._process_mst = unstable
            pairs = [(theirs, ours), (theirs_stable, ours), (theirs, again), (truth, ours), (truth, theirs)]
            found.append([adjusted_rand_score(*pair) for pair in pairs])
    sets = f"{', '.join(LABELLED)}, which aeon ships, by {len(MEASURES)} distances: mean of adjusted Rand indexes"
    agrees, agrees_stable, themselves, ours_true, theirs_true = (round(float(index), 4) for index in np.mean(found, axis=0))
    return [
        Figure("rand_index", agrees, "index", f"agreement with scikit-learn, {sets}"),
        Figure(
            "rand_index_stable",
            agrees_stable,
            "index",
            "the same, when scikit-learn sorts edges of one length by a stable sort, as ours",
        ),
        Figure(
            "rand_index_scikit_learn",
            themselves,
            "index",
            "scikit-learn's agreement with itself when it is given the series backwards",
        ),
        Figure("rand_index_truth", ours_true, "index", f"agreement with the classes, {sets}"),
        Figure("rand_index_truth_scikit_learn", theirs_true, "index", "the same, scikit-learn's labels"),
    ]


# A process begins with the peak of the one that started it, and this one's is large: so a small one starts it.
_PEAK = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:])
_, status, used = os.wait4(process.pid, 0)
sys.stderr.write(str(used.ru_maxrss))
sys.exit(status != 0)
"""


def _largest(program: Path, folder: Path) -> list[Figure]:
    print(f"   {MOST_SERIES:,} series", file=sys.stderr)
    file = folder / "largest.csv"
    _write(file, _series(MOST_SERIES))
    started = time.perf_counter()
    with (folder / "labels").open("wb") as output:
        command = [sys.executable, "-c", _PEAK, program, file, _parameters("correlation")]
        peak_kib = int(subprocess.run(command, stdout=output, stderr=subprocess.PIPE, check=True).stderr)
    seconds = time.perf_counter() - started
    what = f"{MOST_SERIES:,} series × {POINTS} points, correlation, ours: a whole process"
    return [
        Figure("peak_mb", round(peak_kib * 1024 / 1e6), "MB", f"{what}, resident memory at its largest"),
        Figure("largest_seconds", round(seconds, 2), "s", f"{what}, in {file.stat().st_size / 1e6:.0f} MB of CSV"),
    ]


def _by_dtw(series: np.ndarray) -> np.ndarray:
    from aeon.distances import dtw_pairwise_distance

    return dtw_pairwise_distance(_normalised(series), window=WINDOW, n_jobs=-1)


def _hdbscan(distances: np.ndarray) -> np.ndarray:
    from sklearn.cluster import HDBSCAN

    # Rounding leaves a little beside 0.
    np.fill_diagonal(distances, 0)
    return HDBSCAN(metric="precomputed", min_cluster_size=MIN_CLUSTER_SIZE, copy=False).fit_predict(distances)


def _normalised(series: np.ndarray) -> np.ndarray:
    return (series - series.mean(axis=1, keepdims=True)) / series.std(axis=1, keepdims=True)


def _series(count: int) -> np.ndarray:
    """Walks at random, and nine of ten of them near one of 20 shapes."""
    random = np.random.default_rng(20)
    shapes = random.normal(size=(20, POINTS)).cumsum(axis=1)
    series = shapes[random.integers(20, size=count)] + random.normal(size=(count, POINTS))
    walks = random.random(count) < 0.1
    series[walks] = random.normal(size=(int(walks.sum()), POINTS)).cumsum(axis=1)
    return series


def _write(file: Path, series: np.ndarray) -> None:
    with file.open("w") as lines:
        lines.writelines(f"S{number},{','.join(map(repr, row))}\n" for number, row in enumerate(series.tolist()))


def _parameters(name: str) -> str:
    parameters: dict[str, Any] = {"measure": name, "min_cluster_size": MIN_CLUSTER_SIZE}
    return json.dumps({**parameters, "window": WINDOW} if name == "dtw" else parameters)


def _program() -> Path:
    command = ["cargo", "build", "--release", "--locked", "--no-default-features", "--example", "cluster"]
    environment = {**os.environ, "CARGO_TARGET_DIR": str(COMPILED)}
    subprocess.run(command, cwd=ROOT / "lambda" / "tools" / "rust-clustering", env=environment, check=True)
    return COMPILED / "release" / "examples" / "cluster"


def _run(command: list[Any]) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def _seconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _speedup(rounds: list[tuple[float, float]]) -> float:
    return round(statistics.median(theirs / ours for theirs, ours in rounds), 1)
