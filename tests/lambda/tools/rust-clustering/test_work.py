"""The same result however the work is done, in the memory of the function."""

import json
import subprocess
import sys

import numpy as np
import pytest

from local.built_function import declared, tool_folder

# A process begins with the peak of the one that started it, and a test run's is large: so a small one starts it.
PEAK = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:])
_, status, used = os.wait4(process.pid, 0)
sys.stderr.write(str(used.ru_maxrss))
sys.exit(status != 0)
"""


@pytest.mark.parametrize("measure", ["euclidean", "manhattan", "correlation", "dtw"])
def test_the_result_is_the_same_for_any_number_of_threads_and_when_distances_are_not_kept(clustering, series, measure):
    given = series(9, 150, 30, shapes=4)
    expected = clustering.labels(given, measure=measure, min_cluster_size=4)
    assert max(expected) > 0
    for threads in ("1", "2", "4"):
        for mode in ((), ("matrix_bytes=0",)):
            found = clustering.labels(given, *mode, environment={"RAYON_NUM_THREADS": threads}, measure=measure, min_cluster_size=4)
            assert found == expected, (threads, mode)


def test_10_000_series_of_250_values_take_less_than_600_mb_which_the_function_has(clustering_program, tmp_path):
    random = np.random.default_rng(5)
    shapes = random.normal(size=(20, 250)).cumsum(axis=1)
    rows = shapes[np.arange(10_000) % 20] + random.normal(size=(10_000, 250))
    file, output = tmp_path / "series.csv", tmp_path / "labels"
    np.savetxt(file, np.column_stack([np.arange(10_000), rows]), fmt=["S%d"] + ["%.4f"] * 250, delimiter=",")
    with output.open("wb") as standard_output:
        command = [sys.executable, "-c", PEAK, clustering_program, file, '{"measure": "correlation"}']
        peak_kib = int(subprocess.run(command, stdout=standard_output, stderr=subprocess.PIPE, check=True).stderr)
    labels = np.array(json.loads(output.read_text())["labels"])
    # Each shape is one cluster, and no series is left out.
    assert sorted({(int(label), number % 20) for number, label in enumerate(labels)}, key=lambda pair: pair[1]) == sorted(
        zip(labels[:20].tolist(), range(20), strict=True), key=lambda pair: pair[1]
    )
    assert len(set(labels[:20].tolist())) == 20
    assert peak_kib < 600 * 2**10
    assert declared(tool_folder("rust-clustering"))["memory_mb"] >= 1024
